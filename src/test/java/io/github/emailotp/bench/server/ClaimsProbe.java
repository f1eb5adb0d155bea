package io.github.emailotp.bench.server;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.infinispan.Cache;
import org.infinispan.container.entries.CacheEntry;
import org.keycloak.connections.infinispan.InfinispanConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.services.resource.RealmResourceProvider;

/** Makes users fail, counts the claims that are left, weighs them, removes them. */
public final class ClaimsProbe implements RealmResourceProvider {

    private static final String OURS = "email-otp.";
    private static final String NOTE = ".note";
    private static final int COLLECTIONS = 5;

    private final KeycloakSession session;

    ClaimsProbe(KeycloakSession session) {
        this.session = session;
    }

    /** What the server tells. */
    public record Reading(int entries, long heapBytes, Map<String, Integer> kinds) {}

    /** Each in a transaction of its own, as in requests. Answers how many nanoseconds it took. */
    @POST
    @Path("failing-users")
    @Produces(MediaType.APPLICATION_JSON)
    public long fail(@QueryParam("from") int from, @QueryParam("count") int count) {
        String realm = session.getContext().getRealm().getId();
        long begun = System.nanoTime();
        for (int user = from; user < from + count; user++) {
            var failing = new FailingUser(realm, user);
            KeycloakModelUtils.runJobInTransaction(session.getKeycloakSessionFactory(), failing::fail);
        }
        return System.nanoTime() - begun;
    }

    /** The heap is read before the entries, since looking at them needs memory too. */
    @GET
    @Path("claims")
    @Produces(MediaType.APPLICATION_JSON)
    public Reading read() {
        long heapBytes = heapBytes();
        var kinds = new TreeMap<String, Integer>();
        int entries = 0;
        for (CacheEntry<String, Object> claim : claims()) {
            entries++;
            long seconds = TimeUnit.MILLISECONDS.toSeconds(claim.getLifespan());
            kinds.merge(kind(claim.getKey()) + " " + seconds + " s", 1, Integer::sum);
        }
        return new Reading(entries, heapBytes, kinds);
    }

    /** Removes the claims that live so many seconds, or fewer. */
    @DELETE
    @Path("claims")
    public void forget(@QueryParam("lifespan") long lifespan) {
        List<String> ended = claims().stream()
                .filter(claim -> claim.getLifespan() <= TimeUnit.SECONDS.toMillis(lifespan))
                .map(CacheEntry::getKey)
                .toList();
        ended.forEach(cache()::remove);
    }

    @Override
    public Object getResource() {
        return this;
    }

    @Override
    public void close() {
        // Nothing is held open.
    }

    private List<CacheEntry<String, Object>> claims() {
        var claims = new ArrayList<CacheEntry<String, Object>>();
        for (CacheEntry<String, Object> entry : cache().getAdvancedCache().cacheEntrySet()) {
            if (entry.getKey().startsWith(OURS)) {
                claims.add(entry);
            }
        }
        return claims;
    }

    private Cache<String, Object> cache() {
        return session.getProvider(InfinispanConnectionProvider.class)
                .getCache(InfinispanConnectionProvider.ACTION_TOKEN_CACHE);
    }

    /** {@code email-otp.<kind>.<hash>…}. */
    private static String kind(String name) {
        String kind = name.substring(OURS.length(), name.indexOf('.', OURS.length()));
        return name.endsWith(NOTE) ? kind + "'s note" : kind;
    }

    private static long heapBytes() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
            least = Math.min(
                    least,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }
}
