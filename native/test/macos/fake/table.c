#include "harness.h"
static void nothing(void)
{
    EXPECT(true);
}
DEFINE_SUITE(table, CASE(nothing));
