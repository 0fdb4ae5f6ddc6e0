package org.vss4j.internal.state;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The users and groups that the system's own files list. Those that it gets from elsewhere, from a directory in the network for
 * example, are not known here.
 *
 * @param users the file of users: name, password, number, number of the first group, and more, between colons
 * @param groups the file of groups: name, password, number, names of members between commas
 */
record LocalUsers(Path users, Path groups) {
    private static final int NUMBER = 2;
    private static final int MEMBERS = 3;
    private static final int FIRST_GROUP = 3;

    static LocalUsers ofSystem() {
        return new LocalUsers(Path.of("/etc/passwd"), Path.of("/etc/group"));
    }

    /**
     * Returns the members of a group, but for administrators: those whose first group it is, and those who are listed in it.
     *
     * @throws IOException if the files cannot be read; where one is not there, nobody is listed
     */
    Set<String> membersOf(int group) throws IOException {
        String number = Integer.toString(group);
        Set<String> members = new TreeSet<>();
        Set<String> administrators = new TreeSet<>();
        for (String[] user : entries(users)) {
            if (user[NUMBER].equals("0")) {
                administrators.add(user[0]);
            } else if (user[FIRST_GROUP].equals(number)) {
                members.add(user[0]);
            }
        }
        for (String[] listed : entries(groups)) {
            if (listed[NUMBER].equals(number)) {
                members.addAll(List.of(listed[MEMBERS].split(",")));
            }
        }
        members.removeAll(administrators);
        members.remove("");
        return members;
    }

    private static List<String[]> entries(Path file) throws IOException {
        List<String[]> entries = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
                String[] fields = line.split(":", -1);
                if (fields.length > MEMBERS) {
                    entries.add(fields);
                }
            }
        } catch (NoSuchFileException ignored) {
            return entries;
        }
        return entries;
    }
}
