'use strict';

// oxlint-disable-next-line unicorn/prefer-node-protocol -- Node 12 lacks it
const fs = require('fs');
// oxlint-disable-next-line unicorn/prefer-node-protocol -- Node 12 lacks it
const path = require('path');

/** Oldest Node that runs the bundle. */
const OLDEST = [20, 3];
/** Oldest Node that runs the bootstrap of a clone, which fetches a newer one. */
const OLDEST_OF_CLONE = [18, 0];

/**
 * Starts a program. An old Node gets a plain sentence: it can't even parse the other files. So this one has only syntax
 * that Node 12 reads.
 */
module.exports = function launch(program) {
  const clone = path.join(__dirname, '..', '..', '..', 'tools', 'bootstrap.mjs');
  const isOld = !isAtLeast(OLDEST);
  if (isOld && !(isAtLeast(OLDEST_OF_CLONE) && fs.existsSync(clone))) {
    process.stderr.write(
      `${program} needs Node ${OLDEST.join('.')} or newer, but this is Node ${process.versions.node}.\n` +
        '  Get a newer one from https://nodejs.org, or with your package manager.\n',
    );
    process.exit(1);
  }
  void import('./start.mjs').then((start) => start.start(program, isOld));
};

function isAtLeast(version) {
  const parts = process.versions.node.split('.').map(Number);
  return parts[0] > version[0] || (parts[0] === version[0] && parts[1] >= version[1]);
}
