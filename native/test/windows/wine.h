/*
 * Does Wine answer in the place of Windows? What it makes up cannot be compared with anything.
 */
#ifndef PP_TEST_WINDOWS_WINE_H
#define PP_TEST_WINDOWS_WINE_H

#include <stdbool.h>

bool is_wine(void);

#endif
