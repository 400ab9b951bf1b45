#ifndef PP_FAKE_MACH_MESSAGE_H
#define PP_FAKE_MACH_MESSAGE_H

typedef struct audit_token {
    unsigned int val[8];
} audit_token_t;

#endif
