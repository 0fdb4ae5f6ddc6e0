package org.vss4j.internal.state;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;
import java.util.regex.Pattern;
import org.vss4j.internal.files.OwnerOnly;
import org.vss4j.internal.files.PathText;
import org.vss4j.internal.posix.AccessLists;
import org.vss4j.internal.posix.Posix;
import org.vss4j.internal.posix.PosixName;

/** Whose a folder is. Whoever can write a note has it performed with our rights, so nobody else may. */
public final class Owner {

    /** Belongs to the user as whom this process runs, where there is such a thing. */
    private static final Path PROCESS = Path.of("/proc/self");

    /** Which users the namespace of this process has; one that it does not have is shown as a certain one. */
    private static final Path USERS = Path.of("/proc/self/uid_map");

    private static final Path OVERFLOW = Path.of("/proc/sys/kernel/overflowuid");
    private static final Pattern ALL_USERS = Pattern.compile("\\s*0\\s+0\\s+4294967295\\s*");
    private static final int STICKY = 01000;

    private Owner() {}

    /**
     * Goes on only if nobody but this process's user, besides an administrator, can write to a folder.
     *
     * @throws FileSystemException if others can, with what to do about it
     */
    public static void requireOnly(Path folder) throws IOException {
        if (!OwnerOnly.isPosix(folder)) {
            return;
        }
        UserPrincipal owner = Files.getOwner(folder);
        UserPrincipal user = user(folder);
        if (!owner.equals(user)) {
            throw refused(
                    folder,
                    "it belongs to " + owner.getName() + ", and this is " + user.getName() + ": choose another");
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(folder);
        if (permissions.contains(PosixFilePermission.GROUP_WRITE)
                || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
            throw refused(folder, "others than its owner may write to it: forbid that (chmod go-w), or choose another");
        }
    }

    /**
     * Goes on only if nobody but this process's user, besides an administrator, can put another folder in the place of one:
     * of the folders around it, as far as they are there, each is the user's or root's, and others can write only to those
     * in which they can move nothing but what is their own, as in {@code /tmp}. What a file system of the network allows
     * beyond the permissions that it shows is not known.
     *
     * @param folder the real path of one that may not be there
     * @throws FileSystemException if others can, with what to do about it
     */
    static void requireSafeAround(Path folder) throws IOException {
        if (!OwnerOnly.isPosix(folder)) {
            return;
        }
        UserPrincipal user = user(folder);
        for (Path around = folder.getParent(); around != null; around = around.getParent()) {
            try {
                requireSafe(around, user);
            } catch (NoSuchFileException ignored) {
                // It will be made for its owner only.
            }
        }
    }

    private static void requireSafe(Path around, UserPrincipal user) throws IOException {
        PosixFileAttributes attributes = Files.readAttributes(around, PosixFileAttributes.class);
        UserPrincipal owner = attributes.owner();
        if (!owner.equals(user) && !isAdministrator(around)) {
            throw refused(
                    around,
                    "its owner could put another folder in its place, since " + PathText.of(around) + " belongs to "
                            + owner.getName() + ", and this is " + user.getName() + ": choose another");
        }
        Set<PosixFilePermission> permissions = attributes.permissions();
        if (isSticky(around)) {
            return;
        }
        if (permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
            throw couldReplace("others", around, "chmod go-w");
        }
        if (permissions.contains(PosixFilePermission.GROUP_WRITE)) {
            requireOwnGroup(around, attributes, user);
        }
    }

    /**
     * Goes on only if nobody else is in a group that may write to a folder: one of its owner's own name, as many systems make
     * one for each user, or root's, and without others in the files of the system.
     */
    private static void requireOwnGroup(Path around, PosixFileAttributes attributes, UserPrincipal user)
            throws IOException {
        String group = attributes.group().getName();
        int number = (int) Files.getAttribute(around, "unix:gid");
        if (number != 0 && !group.equals(attributes.owner().getName())) {
            throw couldReplace("members of the group " + group, around, "chmod g-w");
        }
        Set<String> others = LocalUsers.ofSystem().membersOf(number);
        others.remove(user.getName());
        if (!others.isEmpty()) {
            throw couldReplace(String.join(", ", others) + " of the group " + group, around, "chmod g-w");
        }
        // With a list the bits of the group are those of all who are named there.
        if (Posix.reaches(around) && AccessLists.has(PosixName.of(around))) {
            throw couldReplace("those whom its access control list names", around, "chmod g-w, or setfacl -b");
        }
    }

    private static FileSystemException couldReplace(String who, Path around, String remedy) {
        return refused(
                around,
                who + " could put another folder in its place, since they may write to " + PathText.of(around)
                        + ": forbid that (" + remedy + "), or choose another");
    }

    /** Root, or one who is not in the namespace of users that this process is in: he is outside, and so is root. */
    private static boolean isAdministrator(Path folder) throws IOException {
        int owner = (int) Files.getAttribute(folder, "unix:uid");
        return owner == 0 || (Files.exists(USERS) && !hasAllUsers() && owner == overflow());
    }

    private static boolean hasAllUsers() throws IOException {
        return ALL_USERS.matcher(Files.readString(USERS)).matches();
    }

    private static int overflow() throws IOException {
        return Integer.parseInt(Files.readString(OVERFLOW).strip());
    }

    private static boolean isSticky(Path folder) throws IOException {
        return ((int) Files.getAttribute(folder, "unix:mode") & STICKY) != 0;
    }

    private static UserPrincipal user(Path folder) throws IOException {
        return Files.exists(PROCESS)
                ? Files.getOwner(PROCESS)
                : folder.getFileSystem()
                        .getUserPrincipalLookupService()
                        .lookupPrincipalByName(System.getProperty("user.name"));
    }

    private static FileSystemException refused(Path folder, String reason) {
        return new FileSystemException(folder.toString(), null, reason);
    }
}
