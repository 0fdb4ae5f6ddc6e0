/*
 * A file system for tests: a folder, seen through FUSE, in which calls fail, block or come to an end as they are told.
 *
 *   faulty FOLDER RULES LOG MOUNTPOINT
 *
 * RULES is a file, read anew whenever it has changed; a line is
 *
 *   OPERATION PATTERN ACTION [N]
 *
 * OPERATION is the word of a call below, "change" for each call that changes something, or "any". PATTERN is one of
 * fnmatch for the path below the mount point, which begins with "/"; "*" is any. ACTION is the name of an error (EIO,
 * ENOSPC, EACCES, EROFS), "block" (until the rules change or the caller is interrupted, which is EINTR), or "vanish" (the
 * entry is removed, and the call fails with ENOENT). With N the action is taken from the N-th call on that fits the line,
 * counted from 1 since the rules were read. The first line that fits decides.
 *
 * LOG gets a line for each call that changes something and was made: its word, and its path; and one with the word "block"
 * for each that begins to block.
 */
#define _GNU_SOURCE
#define FUSE_USE_VERSION 31
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <fuse.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/xattr.h>
#include <unistd.h>

enum { MOST_RULES = 32, LONGEST = 4096 };

struct rule {
    char operation[32];
    char pattern[512];
    char action[32];
    long from;
    long seen;
};

static const char *folder, *rules_file;
static FILE *log_file;

/* Guards all below. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct rule rules[MOST_RULES];
static int rule_count;
static long generation;
static struct timespec read_at;
static ino_t read_inode;

static int error_of(const char *name)
{
    static const struct { const char *name; int value; } errors[] = {
        {"EIO", EIO}, {"ENOSPC", ENOSPC}, {"EACCES", EACCES}, {"EROFS", EROFS}, {"ENOENT", ENOENT}, {"EDQUOT", EDQUOT},
    };
    for (size_t i = 0; i < sizeof errors / sizeof errors[0]; i++) {
        if (strcmp(errors[i].name, name) == 0)
            return errors[i].value;
    }
    return EPROTO;
}

/* Reads the rules again if another file is there than the last time: whoever changes them renames a new one to its place. */
static void refresh(void)
{
    struct stat found;
    if (stat(rules_file, &found) != 0) {
        if (rule_count > 0)
            generation++;
        rule_count = 0;
        read_inode = 0;
        return;
    }
    if (found.st_ino == read_inode && found.st_mtim.tv_sec == read_at.tv_sec && found.st_mtim.tv_nsec == read_at.tv_nsec)
        return;
    FILE *file = fopen(rules_file, "r");
    if (file == NULL)
        return;
    read_inode = found.st_ino;
    read_at = found.st_mtim;
    rule_count = 0;
    generation++;
    char line[1024];
    while (rule_count < MOST_RULES && fgets(line, sizeof line, file) != NULL) {
        struct rule *rule = &rules[rule_count];
        rule->from = 1;
        rule->seen = 0;
        if (sscanf(line, "%31s %511s %31s %ld", rule->operation, rule->pattern, rule->action, &rule->from) >= 3)
            rule_count++;
    }
    fclose(file);
}

static bool fits(struct rule *rule, const char *operation, bool change, const char *path)
{
    if (strcmp(rule->operation, operation) != 0 && strcmp(rule->operation, "any") != 0 &&
        !(change && strcmp(rule->operation, "change") == 0))
        return false;
    return fnmatch(rule->pattern, path, 0) == 0 && ++rule->seen >= rule->from;
}

static void join(char *full, const char *path)
{
    snprintf(full, LONGEST, "%s%s", folder, path);
}

static void note(const char *word, const char *path)
{
    fprintf(log_file, "%s %s\n", word, path);
    fflush(log_file);
}

/* Decides about a call: 0 if it may be made, else its negative error. */
static int ask(const char *operation, bool change, const char *path)
{
    int result = 0;
    pthread_mutex_lock(&lock);
    refresh();
    for (int i = 0; i < rule_count && result == 0; i++) {
        if (!fits(&rules[i], operation, change, path))
            continue;
        if (strcmp(rules[i].action, "block") == 0) {
            long began = generation;
            note("block", path);
            while (began == generation && result == 0) {
                pthread_mutex_unlock(&lock);
                usleep(5000);
                pthread_mutex_lock(&lock);
                refresh();
                if (fuse_interrupted())
                    result = -EINTR;
            }
            break;
        }
        if (strcmp(rules[i].action, "vanish") == 0) {
            char full[LONGEST];
            join(full, path);
            if (unlink(full) != 0)
                rmdir(full);
            result = -ENOENT;
        } else {
            result = -error_of(rules[i].action);
        }
    }
    if (result == 0 && change) {
        note(operation, path);
    }
    pthread_mutex_unlock(&lock);
    return result;
}

static int done(int result)
{
    return result == -1 ? -errno : result;
}

#define LOOK(operation)                                                                                                \
    int refused = ask(operation, false, path);                                                                         \
    if (refused != 0)                                                                                                  \
        return refused;                                                                                                \
    char full[LONGEST];                                                                                                \
    join(full, path);

#define CHANGE(operation)                                                                                              \
    int refused = ask(operation, true, path);                                                                          \
    if (refused != 0)                                                                                                  \
        return refused;                                                                                                \
    char full[LONGEST];                                                                                                \
    join(full, path);

static int op_getattr(const char *path, struct stat *out, struct fuse_file_info *info)
{
    (void) info;
    LOOK("getattr")
    return done(lstat(full, out));
}

static int op_readlink(const char *path, char *buffer, size_t size)
{
    LOOK("readlink")
    ssize_t length = readlink(full, buffer, size - 1);
    if (length == -1)
        return -errno;
    buffer[length] = '\0';
    return 0;
}

static int op_mknod(const char *path, mode_t mode, dev_t device)
{
    CHANGE("mknod")
    return done(mknod(full, mode, device));
}

static int op_mkdir(const char *path, mode_t mode)
{
    CHANGE("mkdir")
    return done(mkdir(full, mode));
}

static int op_unlink(const char *path)
{
    CHANGE("unlink")
    return done(unlink(full));
}

static int op_rmdir(const char *path)
{
    CHANGE("rmdir")
    return done(rmdir(full));
}

static int op_symlink(const char *text, const char *path)
{
    CHANGE("symlink")
    return done(symlink(text, full));
}

static int op_rename(const char *path, const char *to, unsigned int flags)
{
    CHANGE("rename")
    char other[LONGEST];
    join(other, to);
    return done(renameat2(AT_FDCWD, full, AT_FDCWD, other, flags));
}

static int op_link(const char *path, const char *to)
{
    CHANGE("link")
    char other[LONGEST];
    join(other, to);
    return done(link(full, other));
}

static int op_chmod(const char *path, mode_t mode, struct fuse_file_info *info)
{
    (void) info;
    CHANGE("chmod")
    return done(chmod(full, mode));
}

static int op_chown(const char *path, uid_t user, gid_t group, struct fuse_file_info *info)
{
    (void) info;
    CHANGE("chown")
    return done(lchown(full, user, group));
}

static int op_truncate(const char *path, off_t size, struct fuse_file_info *info)
{
    CHANGE("truncate")
    return done(info == NULL ? truncate(full, size) : ftruncate((int) info->fh, size));
}

static int op_utimens(const char *path, const struct timespec times[2], struct fuse_file_info *info)
{
    (void) info;
    CHANGE("utimens")
    return done(utimensat(AT_FDCWD, full, times, AT_SYMLINK_NOFOLLOW));
}

static int opened(int descriptor, struct fuse_file_info *info)
{
    if (descriptor == -1)
        return -errno;
    info->fh = (uint64_t) descriptor;
    /* Each read and write comes here, and is answered by the rules of that moment. */
    info->direct_io = 1;
    return 0;
}

static int op_open(const char *path, struct fuse_file_info *info)
{
    LOOK("open")
    return opened(open(full, info->flags), info);
}

static int op_create(const char *path, mode_t mode, struct fuse_file_info *info)
{
    CHANGE("create")
    return opened(open(full, info->flags, mode), info);
}

static int op_read(const char *path, char *buffer, size_t size, off_t offset, struct fuse_file_info *info)
{
    int refused = ask("read", false, path);
    return refused != 0 ? refused : done((int) pread((int) info->fh, buffer, size, offset));
}

static int op_write(const char *path, const char *buffer, size_t size, off_t offset, struct fuse_file_info *info)
{
    int refused = ask("write", true, path);
    return refused != 0 ? refused : done((int) pwrite((int) info->fh, buffer, size, offset));
}

static int op_flush(const char *path, struct fuse_file_info *info)
{
    (void) info;
    return ask("flush", false, path);
}

static int op_release(const char *path, struct fuse_file_info *info)
{
    (void) path;
    close((int) info->fh);
    return 0;
}

static int op_fsync(const char *path, int only_data, struct fuse_file_info *info)
{
    int refused = ask("fsync", true, path);
    return refused != 0 ? refused : done(only_data ? fdatasync((int) info->fh) : fsync((int) info->fh));
}

static int op_fsyncdir(const char *path, int only_data, struct fuse_file_info *info)
{
    (void) only_data;
    (void) info;
    return ask("fsyncdir", true, path);
}

static int op_readdir(const char *path, void *buffer, fuse_fill_dir_t fill, off_t offset, struct fuse_file_info *info,
                      enum fuse_readdir_flags flags)
{
    (void) offset;
    (void) info;
    (void) flags;
    LOOK("readdir")
    DIR *directory = opendir(full);
    if (directory == NULL)
        return -errno;
    struct dirent *entry;
    while ((entry = readdir(directory)) != NULL)
        fill(buffer, entry->d_name, NULL, 0, 0);
    closedir(directory);
    return 0;
}

static int op_statfs(const char *path, struct statvfs *out)
{
    LOOK("statfs")
    return done(statvfs(full, out));
}

static int op_setxattr(const char *path, const char *name, const char *value, size_t size, int flags)
{
    CHANGE("setxattr")
    return done(lsetxattr(full, name, value, size, flags));
}

static int op_getxattr(const char *path, const char *name, char *value, size_t size)
{
    LOOK("getxattr")
    return done((int) lgetxattr(full, name, value, size));
}

static int op_listxattr(const char *path, char *list, size_t size)
{
    LOOK("listxattr")
    return done((int) llistxattr(full, list, size));
}

static int op_removexattr(const char *path, const char *name)
{
    CHANGE("removexattr")
    return done(lremovexattr(full, name));
}

static void *op_init(struct fuse_conn_info *connection, struct fuse_config *config)
{
    (void) connection;
    config->intr = 1;
    config->intr_signal = SIGUSR1;
    /* What the rules say next holds at once: the kernel keeps nothing. */
    config->entry_timeout = config->attr_timeout = config->negative_timeout = 0;
    config->use_ino = 1;
    config->hard_remove = 1;
    return NULL;
}

static const struct fuse_operations operations = {
    .init = op_init, .getattr = op_getattr, .readlink = op_readlink, .mknod = op_mknod, .mkdir = op_mkdir,
    .unlink = op_unlink, .rmdir = op_rmdir, .symlink = op_symlink, .rename = op_rename, .link = op_link,
    .chmod = op_chmod, .chown = op_chown, .truncate = op_truncate, .utimens = op_utimens, .open = op_open,
    .create = op_create, .read = op_read, .write = op_write, .flush = op_flush, .release = op_release,
    .fsync = op_fsync, .fsyncdir = op_fsyncdir, .readdir = op_readdir, .statfs = op_statfs, .setxattr = op_setxattr,
    .getxattr = op_getxattr, .listxattr = op_listxattr, .removexattr = op_removexattr,
};

static void nothing(int signal)
{
    (void) signal;
}

int main(int argc, char **argv)
{
    if (argc != 5) {
        fprintf(stderr, "faulty: usage: faulty FOLDER RULES LOG MOUNTPOINT\n");
        return 2;
    }
    folder = argv[1];
    rules_file = argv[2];
    log_file = fopen(argv[3], "w");
    if (log_file == NULL) {
        perror(argv[3]);
        return 1;
    }
    /* Sent to the thread whose caller was interrupted; the library installs a handler only before init could ask for it. */
    struct sigaction interrupted = {.sa_handler = nothing};
    sigaction(SIGUSR1, &interrupted, NULL);
    umask(0);
    char *arguments[] = {argv[0], "-f", "-o", "allow_other,default_permissions,max_threads=16,fsname=faulty", argv[4], NULL};
    return fuse_main(5, arguments, &operations, NULL);
}
