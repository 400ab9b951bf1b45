/*
 * Does an emulator of user programs (qemu-user) stand between the tests and the kernel? It answers
 * a few questions itself, and what it makes up cannot be compared with what the kernel says.
 */
#ifndef PP_TEST_EMULATION_H
#define PP_TEST_EMULATION_H

#include <stdbool.h>

bool is_emulated(void);

#endif
