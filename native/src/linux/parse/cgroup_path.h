/*
 * /proc/PID/cgroup: lines "ID:CONTROLLERS:PATH", see cgroups(7). Version 2 is the line "0::PATH".
 */
#ifndef PP_LINUX_PARSE_CGROUP_PATH_H
#define PP_LINUX_PARSE_CGROUP_PATH_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Finds the path of the hierarchy with this controller ("" for version 2). It points into text and
 * is not terminated.
 */
bool pp__parse_cgroup_path(const uint8_t *text, int32_t length, const char *controller,
                           const uint8_t **path, int32_t *path_length);

#endif
