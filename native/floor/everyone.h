/*
 * All processes that there are, as a table knows them: whoever is known already keeps its handles.
 */
#ifndef PP_FLOOR_EVERYONE_H
#define PP_FLOOR_EVERYONE_H

#include "targets.h"

/*
 * Closes those that have ended since and opens those that are new. To be called between rounds:
 * they take the system as it was found here. Ends the program when descriptors are too few.
 */
void everyone_follow(targets *set);

#endif
