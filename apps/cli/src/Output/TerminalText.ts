/** Text from outside, made safe to show: no escape sequence and no reversed reading order. */

const unsafe = /[\p{Cc}\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/gu

export const terminalText = (text: string): string => text.replace(unsafe, "\uFFFD")
