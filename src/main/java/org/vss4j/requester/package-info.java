/**
 * A requester of the Volume Shadow Copy Service: from a backup session to frozen files that Java can read.
 *
 * <p>{@link org.vss4j.requester.Vss} stands for the service. It opens {@linkplain org.vss4j.requester.BackupSession
 * backup sessions}, each of which makes one set of {@linkplain org.vss4j.requester.ShadowCopy shadow copies}, and leaves
 * nothing behind when it is closed. Persistent copies stay; a {@linkplain org.vss4j.requester.Ledger ledger} knows
 * of those that nobody has given back, and the {@linkplain org.vss4j.requester.Inventory inventory} finds and deletes them.
 *
 * <p>Not here: asynchronous operations by themselves ({@link org.vss4j}), what writers say of themselves
 * ({@link org.vss4j.writer}), and a service ({@link org.vss4j.simulator}).
 */
@NullMarked
package org.vss4j.requester;

import org.jspecify.annotations.NullMarked;
