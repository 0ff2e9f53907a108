"""The logger of this package. Without any setting it shows warnings and worse."""

import logging

LOGGER = logging.getLogger("gofigr")
