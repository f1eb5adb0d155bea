package io.github.emailotp.server.setup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.Page;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code docs/flows.md}: what is recommended, and what is warned of, both in a new realm and in one made before 26.3. */
@Tag("every-version")
@ExtendWith(KeycloakExtension.class)
@DisplayName("A set-up of the documentation")
class SetUpsIT {

    private static final String CHOICE = "input[name=authenticationExecution], button[name=authenticationExecution]";

    private final TestRealm realm;
    private final MailServer mail;
    private BoundFlow flow;

    SetUpsIT(TestRealm realm, MailServer mail) {
        this.realm = realm;
        this.mail = mail;
    }

    @AfterEach
    void bindTheFlowOfTheRealm() {
        flow.close();
    }

    static Stream<Arguments> all() {
        return inRealmsOfAllAges(SetUp.all());
    }

    @ParameterizedTest(name = "{0} in a realm {1}")
    @MethodSource("all")
    void asksEverybodyAsTheTextSays(SetUp setUp, RealmAge age) {
        flow = BoundFlow.of(realm, setUp, age);
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

    static Stream<Arguments> right() {
        return inRealmsOfAllAges(SetUp.RIGHT);
    }

    private static Stream<Arguments> inRealmsOfAllAges(List<SetUp> setUps) {
        return setUps.stream().flatMap(setUp -> Stream.of(RealmAge.values()).map(age -> Arguments.of(setUp, age)));
    }

    @ParameterizedTest(name = "{0} in a realm {1}")
    @MethodSource("right")
    void letsInWhoHasWhatIsAskedFor(SetUp setUp, RealmAge age) {
        flow = BoundFlow.of(realm, setUp, age);
        for (Person person : List.of(Person.WITHOUT_APP, Person.WITH_APP)) {
            TestUser user = person.in(realm);
            LoginClient client = realm.newClient();
            password(client, user);
            Page in = setUp.asked().get(person) == Asked.APP
                    ? client.submit(Map.of("otp", Person.appCode()))
                    : client.code(mail.awaitMail(user.email()).code());
            assertThat(in.isLoggedIn()).as("%s", person).isTrue();
        }
    }

    @ParameterizedTest(name = "{0} in a realm {1}")
    @MethodSource("right")
    void tellsWhoseAccountIsDeletedMeanwhileThatTheLoginHasExpired(SetUp setUp, RealmAge age) {
        flow = BoundFlow.of(realm, setUp, age);
        TestUser user = Person.WITHOUT_APP.in(realm);
        LoginClient client = realm.newClient();
        password(client, user);
        String code = mail.awaitMail(user.email()).code();
        realm.admin().deleteUser(realm.name(), user.id());
        Page page = client.code(code);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text()).contains("Page has expired");
        assertThat(client.reload().document().select("input[name=username]"))
                .as("the beginning of the login")
                .isNotEmpty();
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
    private static Page password(LoginClient client, TestUser user) {
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
