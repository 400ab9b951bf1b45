#include "offers.h"

#include "rows.h"

uint64_t offered_fields(void)
{
    return ONE_SHOT_FIELDS;
}

bool offers_zombies(void)
{
    return true;
}

bool offers_new_parents(void)
{
    return true;
}

bool offers_command_lines(void)
{
    return true;
}

bool offers_environments(void)
{
    return true;
}
