package io.github.emailotp.server.setup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.emailotp.server.Guesser;
import io.github.emailotp.server.harness.FlowEditor;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.UpgradedExtension;
import io.github.emailotp.server.harness.UpgradedKeycloak;
import io.github.emailotp.server.mail.MailServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A realm that the oldest supported Keycloak made, and the newest one serves from the same database. */
@Tag("seldom")
@ExtendWith(UpgradedExtension.class)
@DisplayName("A realm that was made on the oldest version and upgraded")
class UpgradeIT {

    private static final List<String> LISTENERS =
            List.of("email-otp-trust", "email-otp-earlier-logins", "email-otp-set-up");

    /** How many set-ups are looked at each time. */
    private static final int SAMPLE = 3;

    private static Guesser guesser;
    private static LoginClient owner;

    private final UpgradedKeycloak server;
    private final TestRealm realm;
    private final MailServer mail;

    UpgradeIT(UpgradedKeycloak server, TestRealm realm, MailServer mail) {
        this.server = server;
        this.realm = realm;
        this.mail = mail;
    }

    @BeforeEach
    void upgrade() {
        if (owner == null) {
            leaveTraces();
        }
        server.upgrade();
    }

    /** On the oldest version: settings, a browser that has logged in, and a step that strangers have had disabled. */
    private void leaveTraces() {
        realm.admin().stepConfig(realm.name(), Guesser.LOW_LIMITS);
        guesser = new Guesser(realm, mail, realm.newUser());
        owner = realm.newClient();
        assertThat(owner.code(guesser.begin(owner)).isLoggedIn()).isTrue();
        realm.endSessions(guesser.victim());
        guesser.guessUntilTheStepIsDisabled();
        realm.admin()
                .updateRealm(
                        realm.name(),
                        settings -> LISTENERS.forEach(((ArrayNode) settings.path("eventsListeners"))::add));
    }

    /** Those that the oldest version is told of, and later ones know for themselves: one that is there still keeps the list from being saved. */
    @Test
    void savesItsEventsOnceTheListenersOfTheOldestAreOut() {
        assumeThat(server.isNewer()).as("where it is another version").isTrue();
        String path = realm.name() + "/events/config";
        ObjectNode events = (ObjectNode) realm.admin().get(path);
        assertThat(events.path("eventsListeners").toString()).contains(LISTENERS);
        assertThatThrownBy(() -> realm.admin().put(path, events)).hasMessageContaining("400");
        ArrayNode listeners = events.putArray("eventsListeners");
        listeners.add("jboss-logging");
        realm.admin().put(path, events);
        assertThat(server.logLines("provider not found")).isEmpty();
    }

    @Test
    void keepsTheStepDisabledForStrangersAndKnowsTheBrowser() {
        LoginClient stranger = realm.newClient();
        stranger.openLogin();
        assertThat(stranger.password(guesser.victim()).error()).contains("Ask the people who run this service");
        assertThat(owner.code(guesser.begin(owner)).isLoggedIn()).isTrue();
        realm.endSessions(guesser.victim());
    }

    @Test
    void keepsTheSettings() {
        Map<String, String> settings =
                FlowEditor.of(realm, "browser email code").settings("auth-email-otp-form");
        assertThat(settings).isEqualTo(Guesser.LOW_LIMITS);
    }

    static List<SetUp> first() {
        return SetUp.all().subList(0, SAMPLE);
    }

    static List<SetUp> others() {
        return SetUp.all().subList(SAMPLE, SetUp.all().size());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("first")
    void asksEverybodyAsTheTextSays(SetUp setUp) {
        requireThatEverybodyIsAskedAsTheTextSays(setUp);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("others")
    void asksEverybodyAsTheTextSaysInOtherFlows(SetUp setUp) {
        requireThatEverybodyIsAskedAsTheTextSays(setUp);
    }

    private void requireThatEverybodyIsAskedAsTheTextSays(SetUp setUp) {
        try (BoundFlow flow = BoundFlow.of(realm, setUp)) {
            assertThat(flow.editor().has("auth-email-otp-form")).isTrue();
            new Visitors(realm).areAskedAsTheTextSays(setUp);
        }
    }

    /** So what other tests show of such realms is shown of this one. */
    @Test
    void hasTheFlowThatOtherTestsTakeForThatOfAnOldRealm() {
        FlowEditor upgraded = FlowEditor.duplicate(realm, "browser", "upgraded");
        List<String> before = upgraded.steps();
        RealmAge.MADE_ON_26_0.on(upgraded);
        assertThat(upgraded.steps()).isEqualTo(before);
        upgraded.delete();
    }
}
