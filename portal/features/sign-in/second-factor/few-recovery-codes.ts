/** With so many recovery codes left, or fewer, the person is advised to make new ones. */
export const FEW_RECOVERY_CODES = 3;
