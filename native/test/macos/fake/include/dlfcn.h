#ifndef PP_FAKE_DLFCN_H
#define PP_FAKE_DLFCN_H

#define RTLD_DEFAULT ((void *)-2)

void *fake_dlsym(void *where, const char *name);

#define dlsym fake_dlsym

#endif
