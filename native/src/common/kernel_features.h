/*
 * What a system offers to this process: found by trying it at the first use, and kept in atomics, so
 * that several threads finding it at once do no harm. What there is, each with a bit of its own, is
 * said by kernel.h of each system, which also tries it.
 */
#ifndef PP_COMMON_KERNEL_FEATURES_H
#define PP_COMMON_KERNEL_FEATURES_H

#include <stdbool.h>
#include <stdint.h>

/* The features in use now. */
uint32_t pp__kernel_features(void);

/* The system's own code with which a feature failed; 0 when it is there. */
int32_t pp__kernel_feature_error(uint32_t feature);

/* Uses only these features from now on: how tests execute every fallback on one system. */
void pp__kernel_allow(uint32_t features);

/*
 * Implemented by each system: tries all of PP__FEATURES, in the order of their bits, and writes how
 * each failed, 0 when it did not. False when one failed for a reason that passes: then all are tried
 * again the next time.
 */
bool pp__kernel_try(int32_t *errors);

#endif
