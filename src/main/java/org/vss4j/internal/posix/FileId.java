package org.vss4j.internal.posix;

/**
 * What makes a file or folder the same as another that has been reached by another path.
 *
 * @param device the file system's
 * @param inode the file's number there
 */
public record FileId(long device, long inode) {}
