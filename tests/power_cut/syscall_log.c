/* Preloaded into a program, notes in one ordered log what it does to the files of one folder, and what it tells on stdout.
 *
 * A record is a letter, four numbers of 64 bits (inode, offset, and the lengths of two texts) and the two texts:
 *   C created: path             W written at offset: data       T cut or stretched to offset
 *   S file synced               D folder synced: path           U name removed: path
 *   R renamed: from, to         L linked: from, to              M folder made: path            X folder removed: path
 *   N all names that are there now: inode, kind and path of each. Programs that make system calls without libc rename unseen;
 *     so the names are looked up before every sync and before every change of a name that is seen.
 *   A told on stdout: text      E end of the program            ! something that this library cannot follow: what
 *
 * Files that end in -shm are left out: SQLite makes them anew.
 *
 * SYSCALL_LOG_KILL_AT=n kills the program before its n-th call that writes, cuts, syncs, removes or makes a folder. */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

/* Held through the call and its record: the order of the log is the order in which things were done. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static int log_fd = -1;
static char root[PATH_MAX];
static size_t root_length;

#define REAL(result, name, ...) \
    static result (*real_##name)(__VA_ARGS__); \
    if (!real_##name) real_##name = (result (*)(__VA_ARGS__))dlsym(RTLD_NEXT, #name)

static void put(const void *bytes, size_t length) {
    REAL(ssize_t, write, int, const void *, size_t);
    const char *at = bytes;
    while (length > 0) {
        ssize_t written = real_write(log_fd, at, length);
        if (written <= 0) abort();
        at += written;
        length -= (size_t)written;
    }
}

static void note(char kind, uint64_t inode, uint64_t offset, const void *one, size_t one_length, const void *two, size_t two_length) {
    if (log_fd < 0) return;
    int saved = errno;
    uint64_t numbers[4] = {inode, offset, one_length, two_length};
    char head[33];
    head[0] = kind;
    memcpy(head + 1, numbers, sizeof numbers);
    put(head, sizeof head);
    if (one_length) put(one, one_length);
    if (two_length) put(two, two_length);
    errno = saved;
}

static long calls_left;

/* To be called before a call of those that are counted. */
static void count_call(void) {
    if (calls_left > 0 && --calls_left == 0) {
        kill(getpid(), SIGKILL);
        for (;;) pause();
    }
}

static int is_followed(const char *path) {
    size_t length = strlen(path);
    if (log_fd < 0 || strncmp(path, root, root_length) != 0 || path[root_length] != '/') return 0;
    return length < 4 || strcmp(path + length - 4, "-shm") != 0;
}

/* The path of an open file; false where it is not followed. */
static int path_of(int fd, char *path) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    if (length < 0) return 0;
    path[length] = 0;
    char *deleted = strstr(path, " (deleted)");
    if (deleted) *deleted = 0;
    return is_followed(path);
}

static uint64_t inode_of(int fd) {
    struct stat about;
    return fstat(fd, &about) == 0 ? about.st_ino : 0;
}

/* The whole path of a name, whose folder must exist; false where it is not followed. */
static int whole(int folder, const char *name, char *path) {
    char parent[PATH_MAX], joined[PATH_MAX], real[PATH_MAX];
    if (name[0] != '/' && folder != AT_FDCWD) {
        if (!path_of(folder, parent)) return 0;
        if (snprintf(joined, sizeof joined, "%s/%s", parent, name) >= PATH_MAX) return 0;
    } else if (snprintf(joined, sizeof joined, "%s", name) >= PATH_MAX) {
        return 0;
    }
    char *last = strrchr(joined, '/');
    const char *base = last ? last + 1 : joined;
    if (last) *last = 0;
    if (!realpath(last ? (last == joined ? "/" : joined) : ".", real)) return 0;
    return snprintf(path, PATH_MAX, "%s/%s", real, base) < PATH_MAX && is_followed(path);
}

static char names[1 << 16];
static size_t names_length;

static void add_names(const char *folder) {
    DIR *entries = opendir(folder);
    if (!entries) return;
    for (struct dirent *entry; (entry = readdir(entries));) {
        if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, "..")) continue;
        char path[PATH_MAX];
        struct stat about;
        if (snprintf(path, sizeof path, "%s/%s", folder, entry->d_name) >= PATH_MAX || !is_followed(path)) continue;
        if (lstat(path, &about) != 0) continue;
        char kind = S_ISDIR(about.st_mode) ? 'd' : S_ISREG(about.st_mode) ? 'f' : 'o';
        int length = snprintf(names + names_length, sizeof names - names_length, "%llu %c %s\n",
                              (unsigned long long)about.st_ino, kind, path);
        if (length < 0 || names_length + (size_t)length >= sizeof names) abort();
        names_length += (size_t)length;
        if (kind == 'd') add_names(path);
    }
    closedir(entries);
}

static void note_names(void) {
    if (log_fd < 0) return;
    int saved = errno;
    names_length = 0;
    add_names(root);
    note('N', 0, 0, names, names_length, NULL, 0);
    errno = saved;
}

__attribute__((constructor)) static void begin(void) {
    const char *folder = getenv("SYSCALL_LOG_FOLDER"), *file = getenv("SYSCALL_LOG_FILE");
    REAL(int, open, const char *, int, ...);
    const char *kill_at = getenv("SYSCALL_LOG_KILL_AT");
    if (!folder || !file || !realpath(folder, root)) return;
    calls_left = kill_at ? atol(kill_at) : 0;
    root_length = strlen(root);
    log_fd = real_open(file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

__attribute__((destructor)) static void end(void) {
    pthread_mutex_lock(&lock);
    note_names();
    note('E', 0, 0, NULL, 0, NULL, 0);
    pthread_mutex_unlock(&lock);
}

static int open_noted(int folder, const char *name, int flags, mode_t mode) {
    REAL(int, openat, int, const char *, int, ...);
    struct stat about;
    pthread_mutex_lock(&lock);
    int is_new = (flags & O_CREAT) && fstatat(folder, name, &about, 0) != 0;
    if (is_new) note_names();
    int fd = real_openat(folder, name, flags, mode);
    int saved = errno;
    char path[PATH_MAX];
    if (fd >= 0 && (flags & (O_CREAT | O_TRUNC)) && path_of(fd, path)) {
        if (is_new) note('C', inode_of(fd), 0, path, strlen(path), NULL, 0);
        else if (flags & O_TRUNC) note('T', inode_of(fd), 0, NULL, 0, NULL, 0);
    }
    pthread_mutex_unlock(&lock);
    errno = saved;
    return fd;
}

#define MODE(flags) \
    mode_t mode = 0; \
    if ((flags) & (O_CREAT | __O_TMPFILE)) { va_list rest; va_start(rest, flags); mode = va_arg(rest, mode_t); va_end(rest); }

int open(const char *name, int flags, ...) { MODE(flags) return open_noted(AT_FDCWD, name, flags, mode); }
int open64(const char *name, int flags, ...) { MODE(flags) return open_noted(AT_FDCWD, name, flags | O_LARGEFILE, mode); }
int openat(int folder, const char *name, int flags, ...) { MODE(flags) return open_noted(folder, name, flags, mode); }
int openat64(int folder, const char *name, int flags, ...) { MODE(flags) return open_noted(folder, name, flags | O_LARGEFILE, mode); }
int creat(const char *name, mode_t mode) { return open_noted(AT_FDCWD, name, O_CREAT | O_WRONLY | O_TRUNC, mode); }
int creat64(const char *name, mode_t mode) { return open_noted(AT_FDCWD, name, O_CREAT | O_WRONLY | O_TRUNC | O_LARGEFILE, mode); }
int __open_2(const char *name, int flags) { return open_noted(AT_FDCWD, name, flags, 0); }
int __open64_2(const char *name, int flags) { return open_noted(AT_FDCWD, name, flags | O_LARGEFILE, 0); }

static uint64_t place_of(int fd) {
    struct stat about;
    if (fcntl(fd, F_GETFL) & O_APPEND) return fstat(fd, &about) == 0 ? (uint64_t)about.st_size : 0;
    off_t at = lseek(fd, 0, SEEK_CUR);
    return at < 0 ? 0 : (uint64_t)at;
}

ssize_t write(int fd, const void *bytes, size_t length) {
    REAL(ssize_t, write, int, const void *, size_t);
    char path[PATH_MAX];
    pthread_mutex_lock(&lock);
    int is_file = path_of(fd, path);
    uint64_t place = is_file ? place_of(fd) : 0;
    if (is_file) count_call();
    ssize_t written = real_write(fd, bytes, length);
    if (written > 0 && is_file) note('W', inode_of(fd), place, bytes, (size_t)written, NULL, 0);
    if (written > 0 && fd == 1 && !is_file) note('A', 0, 0, bytes, (size_t)written, NULL, 0);
    pthread_mutex_unlock(&lock);
    return written;
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
    /* As one write of the first part that is not empty: whoever calls it has to expect that less than all is written. */
    for (int at = 0; at < count; at++)
        if (parts[at].iov_len) return write(fd, parts[at].iov_base, parts[at].iov_len);
    return 0;
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t place) {
    REAL(ssize_t, pwrite64, int, const void *, size_t, off64_t);
    char path[PATH_MAX];
    pthread_mutex_lock(&lock);
    int is_file = path_of(fd, path);
    if (is_file) count_call();
    ssize_t written = real_pwrite64(fd, bytes, length, place);
    if (written > 0 && is_file) note('W', inode_of(fd), (uint64_t)place, bytes, (size_t)written, NULL, 0);
    pthread_mutex_unlock(&lock);
    return written;
}
ssize_t pwrite(int fd, const void *bytes, size_t length, off_t place) { return pwrite64(fd, bytes, length, place); }

int ftruncate64(int fd, off64_t length) {
    REAL(int, ftruncate64, int, off64_t);
    char path[PATH_MAX];
    pthread_mutex_lock(&lock);
    int is_file = path_of(fd, path);
    if (is_file) count_call();
    int done = real_ftruncate64(fd, length);
    if (done == 0 && is_file) note('T', inode_of(fd), (uint64_t)length, NULL, 0, NULL, 0);
    pthread_mutex_unlock(&lock);
    return done;
}
int ftruncate(int fd, off_t length) { return ftruncate64(fd, length); }

static int sync_noted(int fd, int (*sync)(int)) {
    char path[PATH_MAX] = "";
    struct stat about;
    pthread_mutex_lock(&lock);
    note_names();
    int is_file = path_of(fd, path), is_root = !strcmp(path, root);
    if (is_file || is_root) count_call();
    int done = sync(fd);
    int saved = errno;
    if (done == 0 && fstat(fd, &about) == 0) {
        if (S_ISDIR(about.st_mode)) {
            if (is_file || is_root) note('D', about.st_ino, 0, path, strlen(path), NULL, 0);
        } else if (is_file) {
            note('S', about.st_ino, 0, NULL, 0, NULL, 0);
        }
    }
    pthread_mutex_unlock(&lock);
    errno = saved;
    return done;
}
int fsync(int fd) { REAL(int, fsync, int); return sync_noted(fd, real_fsync); }
int fdatasync(int fd) { REAL(int, fdatasync, int); return sync_noted(fd, real_fdatasync); }

#define NAMED(kind, call, folder, name) \
    char path[PATH_MAX]; \
    pthread_mutex_lock(&lock); \
    int is_known = whole(folder, name, path); \
    if (is_known) note_names(), count_call(); \
    int done = call; \
    int saved = errno; \
    if (done == 0 && is_known) note(kind, 0, 0, path, strlen(path), NULL, 0); \
    pthread_mutex_unlock(&lock); \
    errno = saved; \
    return done;

int unlink(const char *name) { REAL(int, unlink, const char *); NAMED('U', real_unlink(name), AT_FDCWD, name) }
int unlinkat(int folder, const char *name, int flags) {
    REAL(int, unlinkat, int, const char *, int);
    NAMED(flags & AT_REMOVEDIR ? 'X' : 'U', real_unlinkat(folder, name, flags), folder, name)
}
int mkdir(const char *name, mode_t mode) { REAL(int, mkdir, const char *, mode_t); NAMED('M', real_mkdir(name, mode), AT_FDCWD, name) }
int mkdirat(int folder, const char *name, mode_t mode) {
    REAL(int, mkdirat, int, const char *, mode_t);
    NAMED('M', real_mkdirat(folder, name, mode), folder, name)
}
int rmdir(const char *name) { REAL(int, rmdir, const char *); NAMED('X', real_rmdir(name), AT_FDCWD, name) }

static int two_names(char kind, int from_folder, const char *from, int to_folder, const char *to, unsigned flags, int is_link) {
    REAL(int, renameat2, int, const char *, int, const char *, unsigned);
    REAL(int, linkat, int, const char *, int, const char *, int);
    char one[PATH_MAX], two[PATH_MAX];
    pthread_mutex_lock(&lock);
    int is_known = whole(from_folder, from, one) & whole(to_folder, to, two);
    note_names();
    int done = is_link ? real_linkat(from_folder, from, to_folder, to, (int)flags)
                       : real_renameat2(from_folder, from, to_folder, to, flags);
    int saved = errno;
    if (done == 0 && is_known) note(kind, 0, 0, one, strlen(one), two, strlen(two));
    pthread_mutex_unlock(&lock);
    errno = saved;
    return done;
}
int rename(const char *from, const char *to) { return two_names('R', AT_FDCWD, from, AT_FDCWD, to, 0, 0); }
int renameat(int a, const char *from, int b, const char *to) { return two_names('R', a, from, b, to, 0, 0); }
int renameat2(int a, const char *from, int b, const char *to, unsigned flags) { return two_names('R', a, from, b, to, flags, 0); }
int link(const char *from, const char *to) { return two_names('L', AT_FDCWD, from, AT_FDCWD, to, 0, 1); }
int linkat(int a, const char *from, int b, const char *to, int flags) { return two_names('L', a, from, b, to, (unsigned)flags, 1); }

/* Ways to write that are not followed. A caller that has another takes it; one that has not shows in the log. */
ssize_t copy_file_range(int in, off64_t *from, int out, off64_t *to, size_t length, unsigned flags) {
    (void)in, (void)from, (void)out, (void)to, (void)length, (void)flags;
    errno = ENOSYS;
    return -1;
}
static void note_unknown(int fd, const char *what) {
    char path[PATH_MAX];
    pthread_mutex_lock(&lock);
    if (path_of(fd, path)) note('!', 0, 0, what, strlen(what), path, strlen(path));
    pthread_mutex_unlock(&lock);
}
void *mmap64(void *place, size_t length, int protection, int flags, int fd, off64_t offset) {
    REAL(void *, mmap64, void *, size_t, int, int, int, off64_t);
    if (fd >= 0 && (protection & PROT_WRITE) && (flags & MAP_SHARED)) note_unknown(fd, "a mapping that is written to");
    return real_mmap64(place, length, protection, flags, fd, offset);
}
void *mmap(void *place, size_t length, int protection, int flags, int fd, off_t offset) {
    return mmap64(place, length, protection, flags, fd, offset);
}
int posix_fallocate64(int fd, off64_t offset, off64_t length) {
    REAL(int, posix_fallocate64, int, off64_t, off64_t);
    note_unknown(fd, "posix_fallocate");
    return real_posix_fallocate64(fd, offset, length);
}
int posix_fallocate(int fd, off_t offset, off_t length) { return posix_fallocate64(fd, offset, length); }
