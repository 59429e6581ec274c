/** Whether a name is told again; any other may be a secret that was put in the wrong place. */
export const isTellable = (name: string): boolean => /^[a-z_-]{1,32}$/i.test(name)
