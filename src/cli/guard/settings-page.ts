/** Where all settings are. Whoever installed the package has no docs folder. */
export const SETTINGS_PAGE = 'https://github.com/hallpass/hallpass/blob/main/docs/guard-settings.md'
