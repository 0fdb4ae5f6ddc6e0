package org.vss4j.benchmark;

/** The calls by JNI; src/test/native/benchmark/jni.c has the other side. */
final class JniPeer {
    static {
        System.load(NativeObjects.LIBRARY.toString());
    }

    private JniPeer() {}

    /** The HRESULT in the upper half, the status in the lower. */
    static native long queryStatus(long self);

    static native int cancel(long self);
}
