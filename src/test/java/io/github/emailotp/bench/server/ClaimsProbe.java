package io.github.emailotp.bench.server;

import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.services.resource.RealmResourceProvider;

/** Claims what logins would, without pages and mails, each in a transaction of its own, as in requests. */
public final class ClaimsProbe implements RealmResourceProvider {

    private final KeycloakSession session;

    ClaimsProbe(KeycloakSession session) {
        this.session = session;
    }

    /**
     * Claims that were made one after the other.
     *
     * @param nanos what they took
     * @param last names the last of them
     */
    public record Made(long nanos, String last) {}

    /**
     * Claims that were made at once.
     *
     * @param nanos until the last was made
     * @param operations what each asked of the cache
     */
    public record MadeAtOnce(long nanos, List<Long> operations) {}

    /** People who fail once. Answers how many nanoseconds it took. */
    @POST
    @Path("failing-users")
    @Produces(MediaType.APPLICATION_JSON)
    public long fail(@QueryParam("from") int from, @QueryParam("count") int count) {
        List<FailingUser> users =
                people(from, count).stream().map(FailingUser::new).toList();
        long begun = System.nanoTime();
        users.forEach(user -> inTransaction(user::fail));
        return System.nanoTime() - begun;
    }

    /**
     * Mails to people.
     *
     * @param setting of the step: its key, a colon, its value
     * @param client the address of all their browsers; without one, each has its own
     */
    @POST
    @Path("mails")
    @Produces(MediaType.APPLICATION_JSON)
    public Made claim(
            @QueryParam("from") int from,
            @QueryParam("count") int count,
            @QueryParam("setting") String setting,
            @QueryParam("client") String client) {
        MailClaims mails = mails(setting);
        var last = new String[1];
        long begun = System.nanoTime();
        for (Person person : people(from, count)) {
            String address = client == null ? person.client() : client;
            inTransaction(inner -> last[0] = mails.claim(inner, person, address));
        }
        return new Made(System.nanoTime() - begun, last[0]);
    }

    /** Mails to people whose browsers have addresses of their own, all at the same moment. */
    @POST
    @Path("mails-at-once")
    @Produces(MediaType.APPLICATION_JSON)
    public MadeAtOnce claimAtOnce(
            @QueryParam("from") int from, @QueryParam("count") int count, @QueryParam("setting") String setting) {
        MailClaims mails = mails(setting);
        ExecutorService threads = Executors.newFixedThreadPool(count);
        try {
            long begun = System.nanoTime();
            List<CompletableFuture<Long>> claims = people(from, count).stream()
                    .map(person -> CompletableFuture.supplyAsync(() -> operationsOf(mails, person), threads))
                    .toList();
            List<Long> operations = claims.stream().map(CompletableFuture::join).toList();
            return new MadeAtOnce(System.nanoTime() - begun, operations);
        } finally {
            threads.shutdown();
        }
    }

    /** Gives back a claim on a mail. */
    @DELETE
    @Path("mails")
    public void giveBack(@QueryParam("claims") String claims) {
        MailClaims.giveBack(session, claims);
    }

    private List<Person> people(int from, int count) {
        String realm = session.getContext().getRealm().getId();
        return IntStream.range(from, from + count)
                .mapToObj(number -> new Person(realm, number))
                .toList();
    }

    private static MailClaims mails(String setting) {
        String[] parts = setting.split(":", 2);
        return new MailClaims(Map.of(parts[0], parts[1]));
    }

    private long operationsOf(MailClaims mails, Person person) {
        long before = CountedOperations.ofThread();
        inTransaction(inner -> mails.claim(inner, person, person.client()));
        return CountedOperations.ofThread() - before;
    }

    private void inTransaction(Consumer<KeycloakSession> work) {
        KeycloakModelUtils.runJobInTransaction(session.getKeycloakSessionFactory(), work::accept);
    }

    @Override
    public Object getResource() {
        return this;
    }

    @Override
    public void close() {
        // Nothing is held open.
    }
}
