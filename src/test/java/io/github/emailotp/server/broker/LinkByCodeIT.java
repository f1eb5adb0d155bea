package io.github.emailotp.server.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.Bundle;
import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import io.github.emailotp.server.mail.ReceivedMail;
import io.github.emailotp.server.report.StrangersLogin;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Who comes from a provider for the first time, and has an account. */
@Tag("every-version")
@Tag("long")
@ExtendWith(KeycloakExtension.class)
@DisplayName("An account")
class LinkByCodeIT extends AccountToLink {

    private static final String NO_BREAK = "\u00a0";
    private static final String TOLD = "What was set up for the account before is removed";

    LinkByCodeIT(KeycloakServer server, TestRealm realm, MailServer mail) {
        super(server, realm, mail);
    }

    @Test
    void isLinkedAndLoggedInToByTheRightCodeAndNotAskedForAgain() {
        TestUser person = linking.withAddressOf(owner);
        LoginClient client = linking.arriveToLink(person);
        assertThat(client.page().isCodePage()).isTrue();
        assertThat(client.page().text()).contains("u•••@example.test").doesNotContain(owner.email());
        assertThat(linking.links(owner)).isEmpty();
        assertThat(client.code(mail.awaitMail(owner.email()).code()).isLoggedIn())
                .isTrue();
        assertThat(realm.sessions(owner)).hasSize(1);
        assertThat(linking.links(owner)).containsExactly(person.username());
        assertThat(linking.isVerified(owner)).as("as by Keycloak's own link").isTrue();
        assertThat(linking.arrive(person).isLoggedIn()).isTrue();
        assertThat(mail.mails()).hasSize(1);
    }

    /** Who has made it may be somebody else, and would be in it from now on, together with its owner. */
    @Test
    void isItsOwnersAloneOnceItIsLinked() {
        TestUser person = linking.withAddressOf(owner);
        LoginClient client = linking.arriveToLink(person);
        ReceivedMail received = mail.awaitMail(owner.email());
        assertThat(received.text()).contains(TOLD);
        assertThat(client.code(received.code()).isLoggedIn())
                .as(client.page().text())
                .isTrue();
        assertThat(linking.credentials(owner)).isEmpty();
        assertThat(linking.links(owner)).containsExactly(person.username());
        LoginClient thief = realm.newClient();
        thief.openLogin();
        assertThat(thief.password(owner).isPasswordPage())
                .as(thief.page().text())
                .isTrue();
        assertThat(linking.events(owner, "VERIFY_EMAIL")).hasSize(1);
        assertThat(linking.arrive(person).isLoggedIn()).isTrue();
    }

    @Test
    void keepsWhatIsSetUpIfItsAddressIsVerified() {
        realm.admin().updateUser(realm.name(), owner.id(), account -> account.put("emailVerified", true));
        LoginClient client = linking.arriveToLink(linking.withAddressOf(owner));
        ReceivedMail received = mail.awaitMail(owner.email());
        assertThat(received.text()).doesNotContain(TOLD);
        assertThat(client.code(received.code()).isLoggedIn()).isTrue();
        assertThat(linking.credentials(owner)).containsExactly("password");
    }

    /** What became of the mail is on the page that the answer leads to, though there are other ways. */
    @Test
    void isLinkedWhereTheLoginWaitsForTheMail() {
        linking.flow().configure(LinkingRealm.BY_CODE, Map.of("delivery", "wait"));
        LoginClient client = linking.arriveToLink(linking.withAddressOf(owner));
        assertThat(client.page().isCodePage()).as(client.page().text()).isTrue();
        assertThat(mail.mailsTo(owner.email())).as("in the same answer").hasSize(1);
        assertThat(client.reload().isCodePage()).isTrue();
        assertThat(client.code(mail.awaitMail(owner.email()).code()).isLoggedIn())
                .isTrue();
    }

    @Test
    void hasTheEventsOfALink() {
        TestUser person = linking.withAddressOf(owner);
        LoginClient client = linking.arriveToLink(person);
        client.code(mail.awaitMail(owner.email()).code());
        assertThat(linking.events(owner, "SEND_IDENTITY_PROVIDER_LINK")).hasSize(1);
        assertThat(linking.events(owner, "SEND_VERIFY_EMAIL")).isEmpty();
        assertThat(linking.events(owner, "IDENTITY_PROVIDER_LINK_ACCOUNT"))
                .singleElement()
                .satisfies(event -> assertThat(event.path("details")
                                .path("identity_provider_identity")
                                .asText())
                        .isEqualTo(person.username()));
        assertThat(linking.events(owner, "FEDERATED_IDENTITY_LINK")).hasSize(1);
    }

    @Test
    void isAskedForAgainOnceItIsUnlinked() {
        TestUser person = linking.withAddressOf(owner);
        linking.arriveToLink(person).code(mail.awaitMail(owner.email()).code());
        linking.unlink(owner);
        LoginClient again = linking.arriveToLink(person);
        assertThat(again.page().isCodePage()).isTrue();
        assertThat(again.code(mail.awaitMail(owner.email(), 2).code()).isLoggedIn())
                .isTrue();
        assertThat(linking.links(owner)).containsExactly(person.username());
    }

    @Test
    void getsOneMailHoweverOftenThePageIsReloaded() {
        LoginClient client = linking.arriveToLink(linking.withAddressOf(owner));
        for (int i = 0; i < 25; i++) {
            assertThat(client.reload().isCodePage()).isTrue();
            assertThat(client.submit(Map.of("look", "true")).isCodePage())
                    .as("by the page's script")
                    .isTrue();
        }
        assertThat(client.code(mail.awaitMail(owner.email()).code()).isLoggedIn())
                .isTrue();
        assertThat(mail.mails()).hasSize(1);
    }

    /** Found by its user name, it would be told to somebody who may be anybody. */
    @Test
    void doesNotTellItsAddressToWhoHasNotComeWithIt() {
        LoginClient client = linking.arriveToLink(linking.withNameOf(owner));
        assertThat(client.page().isCodePage()).isTrue();
        assertThat(client.page().text()).contains("mail to •••.").doesNotContain("example.test");
        assertThat(client.code(mail.awaitMail(owner.email()).code()).isLoggedIn())
                .isTrue();
    }

    @Test
    void isLinkedByItsPasswordIfItHasNoAddress() {
        realm.admin().updateUser(realm.name(), owner.id(), account -> account.put("email", ""));
        LoginClient client = linking.arriveToLink(linking.withNameOf(owner));
        linksByPassword(client);
    }

    @Test
    void isLinkedByItsPasswordIfNothingCanBeMailed() {
        TestUser person = linking.withAddressOf(owner);
        realm.sendThrough(Map.of());
        linksByPassword(linking.arriveToLink(person));
    }

    private void linksByPassword(LoginClient client) {
        assertThat(client.page().isPasswordPage()).isTrue();
        client.submit(Map.of("username", owner.username(), "password", owner.password()));
        assertThat(linking.links(owner)).hasSize(1);
        assertThat(mail.mails()).isEmpty();
    }

    /** That one has mailed before the code is chosen, and has demanded a verified address of the login. */
    @Test
    void isLinkedByACodeInPlaceOfKeycloaksLink() {
        linking.flow().require(LinkingRealm.BY_LINK, "ALTERNATIVE");
        LoginClient client = linking.arriveToLink(linking.withAddressOf(owner));
        mail.awaitMail(owner.email());
        assertThat(client.page().isCodePage()).as("Keycloak's own stands first").isFalse();
        linking.choose(client, LinkingRealm.BY_CODE);
        assertThat(client.page().isCodePage()).isTrue();
        assertThat(client.code(mail.awaitMail(owner.email(), 2).code()).isLoggedIn())
                .isTrue();
    }

    @ParameterizedTest
    @FieldSource("io.github.emailotp.Bundle#SAMPLE")
    void getsAMailThatNamesTheProviderAndTheUserThere(String language) {
        Bundle texts = Bundle.in(language);
        TestUser person = linking.withAddressOf(owner);
        LoginClient client = linking.arrive(person);
        client.switchLanguage(language);
        LinkingRealm.link(client);
        ReceivedMail received = mail.awaitMail(owner.email());
        assertThat(received.subject())
                .isEqualTo(
                        texts.text("emailOtpSubjectWithCodeLink", received.code(), "Test Realm", 1, "The Other Shop"));
        assertThat(received.parts())
                .allSatisfy(part -> assertThat(part.replace(NO_BREAK, " "))
                        .contains(
                                plain(texts, "emailOtpMailCodeLink"),
                                plain(texts, "emailOtpMailAboutLink"),
                                plain(texts, "emailOtpMailNotYouHelpLink"),
                                "The Other Shop",
                                person.username()));
    }

    private static String plain(Bundle texts, String key) {
        return texts.text(key).replace(NO_BREAK, " ");
    }

    /** Somebody is told the code, and links an account that is theirs. */
    @Test
    void isNotLinkedAnyMoreOnceItsOwnerHasReportedTheLogin() {
        linking.flow().configure(LinkingRealm.BY_CODE, StrangersLogin.WITH_LINK);
        TestUser person = linking.withAddressOf(owner);
        LoginClient client = linking.arriveToLink(person);
        var login = new StrangersLogin(realm, owner, client, mail.awaitMail(owner.email()));
        assertThat(client.code(login.received().code()).isLoggedIn()).isTrue();
        assertThat(linking.links(owner)).containsExactly(person.username());
        assertThat(login.report().text()).contains("everybody has to log in");
        assertThat(linking.links(owner)).isEmpty();
        assertThat(realm.sessions(owner)).isEmpty();
        assertThat(linking.events(owner, "REMOVE_FEDERATED_IDENTITY")).hasSize(1);
    }
}
