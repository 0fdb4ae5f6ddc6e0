/**
 * Asynchronous operations of the Volume Shadow Copy Service: their states, the results of a cancel, and error codes.
 *
 * <h2>The states of an {@link org.vss4j.AsyncOperation}</h2>
 *
 * <p>Whether the operation is <em>pending</em> or <em>terminal</em> is the service's to know: Java keeps no copy of it, and
 * asks. Whether the reference is <em>open</em>, <em>closing</em> or <em>released</em> is one word in the process's memory:
 * a count of the calls in flight, and a bit that says closed. The word is changed by compare-and-set and get-and-add alone,
 * which are volatile, so all changes of it are in one order, and what was done before one of them happens before what
 * comes after a later one.
 *
 * <table>
 * <caption>Who makes each transition, and by what step</caption>
 * <thead>
 * <tr><th scope="col">from</th><th scope="col">to</th><th scope="col">made by</th><th scope="col">step</th></tr>
 * </thead>
 * <tbody>
 * <tr>
 * <td></td><td>open</td><td>{@code adopt}, {@code share}</td>
 * <td>The pointer is stored in a final field. {@code share} has called {@code AddRef} before, on the caller's own
 * reference.</td>
 * </tr>
 * <tr>
 * <td>open, pending</td><td>open, terminal</td><td>the service, by itself or by a {@code Cancel}</td>
 * <td>In the service, once, and never back. The next {@code QueryStatus} sees it.</td>
 * </tr>
 * <tr>
 * <td>open</td><td>open, one call more</td><td>every method that calls the service</td>
 * <td>One compare-and-set sees that the bit is unset and counts the call.</td>
 * </tr>
 * <tr>
 * <td>open</td><td>open, one call less</td><td>the same method, by {@code finally}</td><td>Get-and-add.</td>
 * </tr>
 * <tr>
 * <td>open</td><td>closing</td>
 * <td>the first of {@code close}, the arena's cleanup, and an {@code adopt} or {@code share} that fails</td>
 * <td>One compare-and-set sets the bit and counts the closer as a call in flight. Whoever comes second finds the bit set
 * and does nothing.</td>
 * </tr>
 * <tr>
 * <td>closing</td><td>closing</td><td>the closer</td>
 * <td>It ends the completions. If the operation was adopted, and neither has been seen to end nor been cancelled, it calls
 * {@code Cancel}. Calls in flight go on; new ones are refused.</td>
 * </tr>
 * <tr>
 * <td>closing</td><td>closing, one call less</td><td>the closer and each call in flight, but for the last</td>
 * <td>Get-and-add.</td>
 * </tr>
 * <tr>
 * <td>closing</td><td>released</td><td>the last one to leave, be it the closer or a call</td>
 * <td>The get-and-add that finds the bit set and itself alone; then {@code Release}, on that thread, or, if it is in a
 * single-threaded apartment, on one that is handed the pointer.</td>
 * </tr>
 * </tbody>
 * </table>
 *
 * <p><b>Why no call reaches a released pointer.</b> The pointer is used between entering and leaving only. Who is inside was
 * counted while the bit was unset, and is counted until it leaves. Once the bit is set the count only falls, and the bit is
 * never cleared; so the count becomes zero with the bit set in exactly one get-and-add. {@code Release} follows that one:
 * once, with nobody inside, nobody to come, and after all that the others did inside. It is reached on every path, since
 * every way out of a call leaves, and the closer is counted itself; but for a stack that is full.
 *
 * <p><b>A stack that is full.</b> A {@link java.lang.StackOverflowError} may come out of every method. One in a call leaves
 * the word as it was. One in a close, after the bit was set, may lose the {@code Cancel} and the {@code Release}, which no
 * later close makes good: the reference leaks, and is never used again.
 *
 * <p><b>Why no completion is forgotten.</b> The first to wait stores a watch, which has the list of all who wait, and then
 * reads the bit; the closer sets the bit, and then reads the watch. All four are volatile accesses, so at least one of the two
 * sees what the other did, and ends the watch. Whoever joins the list later does so under the monitor under which a watch
 * ends: it is in the list that is told, or begins a watch anew. One who cannot be told for lack of memory stays in the list,
 * and the watch with the poller, until it can. The poller's threads replace each other, and if there is none, the next
 * watch starts one.
 *
 * <p><b>The collector.</b> It runs the cleanup of an automatic arena once neither arena nor operation is reachable. The
 * cleanup reaches the word and the pointer, not the operation; each method holds the operation to its end. The cleanup is a
 * closer like any other: a call that is in flight outlives it.
 *
 * <p>Not here: shadow copies, volumes and writers, which begin with {@link org.vss4j.requester}.
 */
@NullMarked
package org.vss4j;

import org.jspecify.annotations.NullMarked;
