package io.github.emailotp.bench.server;

import java.util.concurrent.atomic.LongAdder;
import org.infinispan.AdvancedCache;
import org.infinispan.commands.DataCommand;
import org.infinispan.commands.VisitableCommand;
import org.infinispan.commands.write.RemoveExpiredCommand;
import org.infinispan.context.InvocationContext;
import org.infinispan.factories.ComponentRegistry;
import org.infinispan.interceptors.AsyncInterceptor;
import org.infinispan.interceptors.AsyncInterceptorChain;

/**
 * Counts what this node asks of a cache for single entries, whatever the answer: Infinispan's own statistics leave out the writes
 * that change nothing, since something else was there than they expected.
 */
final class CountedOperations implements AsyncInterceptor {

    private static final LongAdder ALL = new LongAdder();
    private static final ThreadLocal<Long> OF_THREAD = ThreadLocal.withInitial(() -> 0L);

    private AsyncInterceptor next;

    private CountedOperations() {}

    /** From now on they are counted. */
    static void of(AdvancedCache<?, ?> cache) {
        var chain = ComponentRegistry.componentOf(cache, AsyncInterceptorChain.class);
        if (!chain.containsInterceptorType(CountedOperations.class)) {
            chain.addInterceptor(new CountedOperations(), 0);
        }
    }

    /** Those of all threads. */
    static long all() {
        return ALL.sum();
    }

    /** Those of the calling thread: an operation begins in the thread that asks for it. */
    static long ofThread() {
        return OF_THREAD.get();
    }

    @Override
    public void setNextInterceptor(AsyncInterceptor other) {
        next = other;
    }

    @Override
    public Object visitCommand(InvocationContext context, VisitableCommand command) throws Throwable {
        if (context.isOriginLocal() && command instanceof DataCommand && !(command instanceof RemoveExpiredCommand)) {
            ALL.increment();
            OF_THREAD.set(OF_THREAD.get() + 1);
        }
        return next.visitCommand(context, command);
    }
}
