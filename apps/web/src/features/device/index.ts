export { forgetDeviceCode, keepDeviceCode, pendingDeviceCode } from './pending.ts';
export { approveDevice, denyDevice, deviceQuery } from './requests.ts';
