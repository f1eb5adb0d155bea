package io.github.emailotp.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.emailotp.bench.server.ServerProbe;
import io.github.emailotp.bench.server.ServerProbeFactory;
import io.github.emailotp.server.WrongCode;
import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.TestBed;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.storage.HashedName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.keycloak.models.utils.TimeBasedOTP;

/**
 * A login, and how long the server takes for it.
 *
 * <p>Each is one of a new user in a new browser from a new address, so that no login finds anything in a cache that another had
 * to fetch.
 */
final class TimedLogin {

    private static final AtomicInteger USERS = new AtomicInteger();

    /** In one transaction, each user that is made has all that were made before looked through for changes. */
    private static final int AT_ONCE = 50;

    private final TestBed bed;
    private final Flow flow;
    private final TestUser user;
    private final LoginClient client;

    private TimedLogin(TestBed bed, Flow flow, TestUser user) {
        this.bed = bed;
        this.flow = flow;
        this.user = user;
        this.client = bed.realm().newClient(flow.client());
        if (flow == Flow.TRUSTED) {
            String realm = bed.realm().name();
            String realmId = bed.realm().admin().get(realm).required("id").asText();
            client.setCookie(
                    HashedName.ofCookie("trust", realmId, user.id()),
                    "/realms/" + realm + "/",
                    user.username() + "." + ServerProbe.TRUST_SECRET);
        }
    }

    /** So many logins, none of them begun; their users are made. */
    static List<TimedLogin> several(TestBed bed, Flow flow, int count) {
        List<TimedLogin> logins = new ArrayList<>();
        while (logins.size() < count) {
            logins.addAll(few(bed, flow, Math.min(AT_ONCE, count - logins.size())));
        }
        return logins;
    }

    private static List<TimedLogin> few(TestBed bed, Flow flow, int count) {
        int from = USERS.getAndAdd(count);
        JsonNode ids =
                new Probe(bed, ServerProbeFactory.PROVIDER_ID).ask("POST", "users?from=" + from + "&count=" + count);
        return IntStream.range(0, count)
                .mapToObj(i -> user(ids.get(i).asText(), ServerProbe.userName(from + i)))
                .map(user -> new TimedLogin(bed, flow, user))
                .toList();
    }

    private static TestUser user(String id, String name) {
        return new TestUser(id, name, name + "@example.test", ServerProbe.PASSWORD);
    }

    /** The next requests go to this server. */
    void moveTo(KeycloakServer server) {
        client.moveTo(server);
    }

    /** The next requests come from this address. */
    void comeFrom(String address) {
        client.address(address);
    }

    /** Opens the page and posts the password, or where there is none the address; how long the post took. */
    Duration password() {
        client.openLogin();
        Duration before = client.waited();
        if (flow.hasNoPassword()) {
            client.submit(Map.of("username", user.email()));
        } else {
            client.password(user);
        }
        return client.waited().minus(before);
    }

    /** Waits for the code and posts it; how long the post took. */
    Duration code() {
        return post(rightCode());
    }

    /** Waits for the code and posts one that is not right; how long the post took. */
    Duration wrongCode() {
        return post(WrongCode.insteadOf(rightCode()));
    }

    /** Looks at the page again; how long that took. */
    Duration look() {
        Duration before = client.waited();
        client.reload();
        return client.waited().minus(before);
    }

    /** Waits until the mail with the code is there. */
    void awaitMail() {
        rightCode();
    }

    private Duration post(String code) {
        Duration before = client.waited();
        client.code(code);
        return client.waited().minus(before);
    }

    private String rightCode() {
        return flow == Flow.KEYCLOAKS_OTP
                ? new TimeBasedOTP().generateTOTP(ServerProbe.OTP_SECRET)
                : bed.mail().plain().awaitMail(user.email()).code();
    }

    /**
     * All requests so far, without the time in between.
     *
     * @throws IllegalStateException if they have not led to the end of the login
     */
    Duration whole() {
        if (!client.isLoggedIn()) {
            throw new IllegalStateException(
                    flow.title() + ": not logged in, but on " + client.page().text());
        }
        return client.waited();
    }

    /** From the beginning to the end. */
    Duration complete() {
        password();
        if (flow.hasCode()) {
            code();
        }
        return whole();
    }
}
