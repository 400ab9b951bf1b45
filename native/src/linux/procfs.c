#include "procfs.h"

#include "parse/dirents.h"
#include "sys.h"
#include "text.h"

/* One piece of a directory or of a file that is read as a stream. */
enum { DIRECTORY_PIECE_BYTES = 16384, STREAM_PIECE_BYTES = 4096 };

static pp__text path_into(pp__path *path)
{
    return pp__text_into((uint8_t *)path->text, PP__PATH_BYTES - 1);
}

static void append_file(pp__text *text, const char *file)
{
    if (file[0] != 0) {
        pp__text_append(text, "/");
        pp__text_append(text, file);
    }
}

pp__path pp__path_of(int32_t pid, const char *file)
{
    pp__path path = {{0}};
    pp__text text = path_into(&path);
    pp__text_append(&text, "/proc/");
    pp__text_append_number(&text, (uint64_t)pid);
    append_file(&text, file);
    return path;
}

pp__path pp__path_of_thread(int32_t pid, int32_t tid, const char *file)
{
    pp__path path = {{0}};
    pp__text text = path_into(&path);
    pp__text_append(&text, "/proc/");
    pp__text_append_number(&text, (uint64_t)pid);
    pp__text_append(&text, "/task/");
    pp__text_append_number(&text, (uint64_t)tid);
    append_file(&text, file);
    return path;
}

int32_t pp__procfs_open(int32_t pid, const char *file)
{
    pp__path path = pp__path_of(pid, file);
    return pp__sys_open(path.text);
}

int32_t pp__procfs_read_all(int32_t descriptor, uint8_t *bytes, int32_t capacity)
{
    int32_t length = 0;
    while (length < capacity) {
        int32_t got = pp__sys_read(descriptor, bytes + length, capacity - length);
        if (got < 0) {
            return got;
        }
        if (got == 0) {
            break;
        }
        length += got;
    }
    return length;
}

int32_t pp__procfs_read_file(const char *path, uint8_t *bytes, int32_t capacity)
{
    int32_t descriptor = pp__sys_open(path);
    if (descriptor < 0) {
        return descriptor;
    }
    int32_t length = pp__procfs_read_all(descriptor, bytes, capacity);
    pp__sys_close(descriptor);
    return length;
}

/* Finds "btime N" at the beginning of a line, in text that comes in pieces of any size. */
typedef struct boot_time_search {
    int32_t matched; /* bytes of "btime " seen in this line; -1 once the line is another one */
    bool found;      /* the line has ended */
    uint64_t seconds;
} boot_time_search;

static void take_boot_time_byte(boot_time_search *search, uint8_t byte)
{
    static const char key[] = "btime ";
    const int32_t key_length = (int32_t)sizeof key - 1;
    if (byte == '\n') {
        search->found = search->matched == key_length;
        search->matched = 0;
    } else if (search->matched == key_length && byte >= '0' && byte <= '9' &&
               search->seconds < UINT64_MAX / 10 - 1) {
        search->seconds = search->seconds * 10 + (uint64_t)(byte - '0');
    } else if (search->matched >= 0 && search->matched < key_length &&
               byte == (uint8_t)key[search->matched]) {
        search->matched++;
    } else {
        search->matched = -1;
    }
}

int32_t pp__procfs_boot_time(uint64_t *seconds)
{
    int32_t descriptor = pp__sys_open("/proc/stat");
    if (descriptor < 0) {
        return descriptor;
    }
    uint8_t piece[STREAM_PIECE_BYTES];
    boot_time_search search = {0};
    int32_t length = 0;
    while (!search.found && (length = pp__sys_read(descriptor, piece, (int32_t)sizeof piece)) > 0) {
        for (int32_t i = 0; i < length && !search.found; i++) {
            take_boot_time_byte(&search, piece[i]);
        }
    }
    pp__sys_close(descriptor);
    *seconds = search.seconds;
    return search.found ? 0 : length < 0 ? length : -PP_ENOENT;
}

/* Every entry, with the number that it is called by, or 0. */
static int32_t walk(const char *path, pp__number_taker take, void *context)
{
    int32_t directory = pp__sys_open_directory(path);
    if (directory < 0) {
        return directory;
    }
    _Alignas(8) uint8_t piece[DIRECTORY_PIECE_BYTES];
    bool more = true;
    int32_t length = 0;
    while (more && (length = pp__sys_getdents(directory, piece, (int32_t)sizeof piece)) > 0) {
        int32_t offset = 0;
        int32_t number = 0;
        while (more && pp__parse_dirent(piece, length, &offset, &number)) {
            more = take(context, number);
        }
    }
    pp__sys_close(directory);
    return length < 0 ? length : 0;
}

typedef struct number_walk {
    pp__number_taker take;
    void *context;
} number_walk;

static bool take_if_number(void *context, int32_t number)
{
    const number_walk *to = context;
    return number == 0 || to->take(to->context, number);
}

int32_t pp__procfs_numbers(const char *path, pp__number_taker take, void *context)
{
    number_walk to = {.take = take, .context = context};
    return walk(path, take_if_number, &to);
}

static bool count_one(void *context, int32_t number)
{
    (void)number;
    return ++*(int32_t *)context < INT32_MAX;
}

int32_t pp__procfs_count(const char *path)
{
    enum { ITSELF_AND_PARENT = 2 };
    int32_t count = -ITSELF_AND_PARENT;
    int32_t error = walk(path, count_one, &count);
    return error < 0 ? error : count;
}

int32_t pp__cpu_clock_of(int32_t pid)
{
    /* (~pid << 3) | CPUCLOCK_SCHED; computed without shifting a negative number. */
    return (int32_t)(~(uint32_t)pid << 3 | 2U);
}
