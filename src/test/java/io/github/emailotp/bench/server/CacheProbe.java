package io.github.emailotp.bench.server;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.infinispan.AdvancedCache;
import org.infinispan.container.entries.CacheEntry;
import org.infinispan.stats.Stats;
import org.keycloak.connections.infinispan.InfinispanConnectionProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.resource.RealmResourceProvider;

/** Tells what is asked of Keycloak's cache of single-use objects, and what is in it; weighs that, and removes it. */
public final class CacheProbe implements RealmResourceProvider {

    private static final String OURS = "email-otp.";
    private static final String NOTE = ".note";

    private final KeycloakSession session;

    CacheProbe(KeycloakSession session) {
        this.session = session;
    }

    /**
     * What the cache has on all nodes.
     *
     * @param kinds how many there are of each kind and lifespan
     * @param lifespans how many there are that live so many seconds
     */
    public record Entries(int count, Map<String, Integer> kinds, Map<Long, Integer> lifespans) {}

    /** How many times this node has read the cache since its start. */
    @GET
    @Path("reads")
    @Produces(MediaType.APPLICATION_JSON)
    public long reads() {
        return statistics().getRetrievals();
    }

    /** How many times this node has written to it; what was not written since it was not as expected does not count. */
    @GET
    @Path("writes")
    @Produces(MediaType.APPLICATION_JSON)
    public long writes() {
        return statistics().getStores() + statistics().getRemoveHits();
    }

    /** From now on {@link #operations} are counted in this node. */
    @POST
    @Path("counting")
    public void count() {
        CountedOperations.of(cache());
    }

    /** How many times this node has asked anything of the cache, whatever the answer. */
    @GET
    @Path("operations")
    @Produces(MediaType.APPLICATION_JSON)
    public long operations() {
        return CountedOperations.all();
    }

    /** Removes what has ended by itself, which is done every few minutes else; each node does it for its own. */
    @POST
    @Path("expiration")
    public void expire() {
        cache().getExpirationManager().processExpiration();
    }

    /** How many bytes of this node's heap are in use. */
    @GET
    @Path("heap")
    @Produces(MediaType.APPLICATION_JSON)
    public long heap() {
        return LiveHeap.bytes();
    }

    @GET
    @Path("entries")
    @Produces(MediaType.APPLICATION_JSON)
    public Entries entries() {
        var kinds = new TreeMap<String, Integer>();
        var lifespans = new TreeMap<Long, Integer>();
        List<CacheEntry<String, Object>> all = all();
        for (CacheEntry<String, Object> entry : all) {
            long seconds = TimeUnit.MILLISECONDS.toSeconds(entry.getLifespan());
            kinds.merge(kind(entry.getKey()) + " " + seconds + " s", 1, Integer::sum);
            lifespans.merge(seconds, 1, Integer::sum);
        }
        return new Entries(all.size(), kinds, lifespans);
    }

    /** Makes so many {@link Copies} of those entries that live longer than so many seconds, but no longer than so many. */
    @POST
    @Path("copies")
    public void copy(
            @QueryParam("longerThan") long longerThan,
            @QueryParam("atMost") long atMost,
            @QueryParam("count") int count) {
        List<CacheEntry<String, Object>> originals = all().stream()
                .filter(entry -> entry.getLifespan() > TimeUnit.SECONDS.toMillis(longerThan))
                .filter(entry -> entry.getLifespan() <= TimeUnit.SECONDS.toMillis(atMost))
                .toList();
        new Copies(cache()).make(originals, count);
    }

    /** Removes the entries that live so many seconds, or fewer. Answers how many those were. */
    @DELETE
    @Path("entries")
    @Produces(MediaType.APPLICATION_JSON)
    public int forget(@QueryParam("lifespan") long lifespan) {
        List<String> ended = all().stream()
                .filter(entry -> entry.getLifespan() <= TimeUnit.SECONDS.toMillis(lifespan))
                .map(CacheEntry::getKey)
                .toList();
        ended.forEach(cache()::remove);
        return ended.size();
    }

    @Override
    public Object getResource() {
        return this;
    }

    @Override
    public void close() {
        // Nothing is held open.
    }

    private List<CacheEntry<String, Object>> all() {
        return new ArrayList<>(cache().cacheEntrySet());
    }

    private Stats statistics() {
        return cache().getStats();
    }

    private AdvancedCache<String, Object> cache() {
        return session.getProvider(InfinispanConnectionProvider.class)
                .<String, Object>getCache(InfinispanConnectionProvider.ACTION_TOKEN_CACHE)
                .getAdvancedCache();
    }

    /** {@code email-otp.<kind>.<hash>…}; what else there is has no kind. */
    private static String kind(String name) {
        if (!name.startsWith(OURS)) {
            return "Keycloak's own";
        }
        String kind = name.substring(OURS.length(), name.indexOf('.', OURS.length()));
        return name.endsWith(NOTE) ? kind + "'s note" : kind;
    }
}
