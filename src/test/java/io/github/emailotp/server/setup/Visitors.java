package io.github.emailotp.server.setup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.Page;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import java.util.List;
import java.util.Map;

/** One {@link Person} of each kind at the door of a realm, each with the right password. */
record Visitors(TestRealm realm) {

    private static final String CHOICE = "input[name=authenticationExecution], button[name=authenticationExecution]";

    /** Fails if one is asked for something else, or finds a way round it. */
    void areAskedAsTheTextSays(SetUp setUp) {
        for (Person person : Person.values()) {
            Asked asked = setUp.asked().get(person);
            TestUser user = person.in(realm);
            LoginClient client = realm.newClient();
            assertThat(Asked.on(password(client, user))).as("%s", person).isEqualTo(asked);
            if (asked != Asked.NOTHING) {
                assertThatNobodyGetsRound(client, user, person);
            }
        }
    }

    /** Every other way that the page offers, a reload, another tab, a new beginning. */
    private void assertThatNobodyGetsRound(LoginClient client, TestUser user, Person person) {
        for (String way : otherWays(client)) {
            client.submit(Map.of("authenticationExecution", way));
            assertThat(Asked.on(client.page())).as("%s, another way", person).isNotIn(Asked.NOTHING, Asked.OTHER);
            otherWays(client);
        }
        assertThat(Asked.on(client.reload())).as("%s, a reload", person).isNotEqualTo(Asked.NOTHING);
        LoginClient tab = client.newTab();
        tab.openLogin();
        assertThat(Asked.on(tab.page())).as("%s, another tab", person).isNotEqualTo(Asked.NOTHING);
        assertThat(Asked.on(password(realm.newClient(), user)))
                .as("%s, once more", person)
                .isNotEqualTo(Asked.NOTHING);
    }

    /** The ways on Keycloak's list, if the page leads to one. */
    private static List<String> otherWays(LoginClient client) {
        if (!client.page().has("[name=tryAnotherWay]")) {
            return List.of();
        }
        return client.tryAnotherWay().document().select(CHOICE).eachAttr("value");
    }

    /** Answers the page that follows the password, on one page or on two, chosen under "Try another way" where it has to be. */
    static Page password(LoginClient client, TestUser user) {
        client.openLogin();
        if (client.page().isPasswordPage()) {
            return client.password(user);
        }
        client.submit(Map.of("username", user.username()));
        for (String way : client.page().isPasswordPage() ? List.<String>of() : otherWays(client)) {
            if (client.submit(Map.of("authenticationExecution", way)).isPasswordPage()) {
                break;
            }
            otherWays(client);
        }
        return client.submit(Map.of("password", user.password()));
    }
}
