/** Stands in for the lock that antd puts on the body while a dialog is open: ours has nothing to scroll. */
export default function useScrollLocker(): void {}
