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
@Tag("long")
@ExtendWith(KeycloakExtension.class)
@DisplayName("A set-up of the documentation")
class SetUpsIT {

    private final TestRealm realm;
    private final MailServer mail;
    private final Visitors visitors;
    private BoundFlow flow;

    SetUpsIT(TestRealm realm, MailServer mail) {
        this.realm = realm;
        this.mail = mail;
        this.visitors = new Visitors(realm);
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
        visitors.areAskedAsTheTextSays(setUp);
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
            Visitors.password(client, user);
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
        Visitors.password(client, user);
        String code = mail.awaitMail(user.email()).code();
        realm.admin().deleteUser(realm.name(), user.id());
        Page page = client.code(code);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text()).contains("Page has expired");
        assertThat(client.reload().document().select("input[name=username]"))
                .as("the beginning of the login")
                .isNotEmpty();
    }
}
