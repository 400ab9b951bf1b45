/*
 * What a process holds: of all that can be asked for, its descriptors.
 */
#include "calls.h"
#include "fake.h"
#include "harness.h"
#include "procprobe.h"

#include <errno.h>

enum { PID = 500 };

static const pp_identity WHO = {.pid = PID};

static pp_resources read_all(uint64_t wanted)
{
    pp_resources it;
    EXPECT_EQUAL(pp_query_resources(&WHO, wanted, &it), PP_OK);
    return it;
}

static void grows(void)
{
    fake_find(PID)->descriptors += 5000;
}

static void is_reaped(void)
{
    fake_reap(PID);
}

static void descriptors(void)
{
    fake_begin();
    fake_process *it = fake_start(PID, FAKE_OWN_PID);
    pp_resources told = read_all(PP_RESOURCES_ALL);
    EXPECT_EQUAL(told.status, PP_OK);
    EXPECT_EQUAL(told.valid, PP_RESOURCE_DESCRIPTORS);
    EXPECT_EQUAL(told.descriptors, 5);
    EXPECT_EQUAL(told.start_token, it->id);
    EXPECT_EQUAL(read_all(PP_RESOURCE_IO).status, PP_UNSUPPORTED);
    EXPECT_EQUAL(read_all(0).status, PP_OK);
    fake_before(FAKE_PIDINFO, 1, 1, grows); /* a full answer is asked for again */
    EXPECT_EQUAL(read_all(PP_RESOURCE_DESCRIPTORS).descriptors, 5005);
}

static void descriptors_that_are_refused(void)
{
    fake_begin();
    fake_process *it = fake_start(PID, FAKE_OWN_PID);
    it->uid = FAKE_OTHER_UID;
    pp_resources told = read_all(PP_RESOURCE_DESCRIPTORS);
    EXPECT_EQUAL(told.status, PP_DENIED);
    EXPECT_EQUAL(told.os_error, EPERM);
    EXPECT_EQUAL(told.failed_call, PP_CALL_READ);
    it->uid = FAKE_UID;
    fake_before(FAKE_PIDINFO, 0, FAKE_FOR_GOOD, grows);
    EXPECT_EQUAL(read_all(PP_RESOURCE_DESCRIPTORS).status, PP_AGAIN);
    fake_begin();
    (void)fake_start(PID, FAKE_OWN_PID);
    fake_fail(FAKE_MMAP, 0, 1, ENOMEM);
    EXPECT_EQUAL(read_all(PP_RESOURCE_DESCRIPTORS).status, PP_AGAIN);
    fake_fail(FAKE_PIDINFO, 1, 1, EIO);
    EXPECT_EQUAL(read_all(PP_RESOURCE_DESCRIPTORS).status, PP_OS_ERROR);
    fake_before(FAKE_PIDINFO, 0, 1, is_reaped);
    EXPECT_EQUAL(read_all(PP_RESOURCE_DESCRIPTORS).status, PP_GONE);
    (void)fake_start(PID, FAKE_OWN_PID);
    fake_exit(PID, 0);
    EXPECT_EQUAL(read_all(PP_RESOURCE_DESCRIPTORS).status, PP_UNSUPPORTED);
}

DEFINE_SUITE(resources, CASE(descriptors), CASE(descriptors_that_are_refused));
