package io.github.emailotp.server.named;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.emailotp.server.Guesser;
import io.github.emailotp.server.Patience;
import io.github.emailotp.server.WrongCode;
import io.github.emailotp.server.harness.KeycloakExtension;
import io.github.emailotp.server.harness.KeycloakServer;
import io.github.emailotp.server.harness.LoginClient;
import io.github.emailotp.server.harness.TestRealm;
import io.github.emailotp.server.harness.TestUser;
import io.github.emailotp.server.mail.MailServer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever name is typed, nothing that the server answers tells whether there is such an account, and what is the matter with it. */
@Tag("every-version")
@Tag("long")
@ExtendWith(KeycloakExtension.class)
@DisplayName("The course of a login")
class SameCourseIT {

    private static final int TRIES = 5;

    /** One in a billion. */
    private static final String WRONG = "000000000";

    /** Whose mail server takes no mail for them. */
    private static final String REFUSED = "refused";

    private final KeycloakServer server;
    private final TestRealm realm;
    private final MailServer mail;
    private NamedRealm opened;
    private Door door;
    private final List<Somebody> people = new ArrayList<>();
    private final Map<String, String> settings =
            new HashMap<>(Map.of("resendCooldown", "10", "mailsPer5Minutes", "2", "delivery", "wait"));

    SameCourseIT(KeycloakServer server, TestRealm realm, MailServer mail) {
        this.server = server;
        this.realm = realm;
        this.mail = mail;
    }

    private void open(Door here) {
        door = here;
        opened = here.of(realm);
        opened.open();
        opened.set(settings -> settings.put("internationalizationEnabled", true)
                .put("defaultLocale", "en")
                .putPOJO("supportedLocales", List.of("en", "de", "fr")));
        opened.configure(settings);
    }

    @AfterEach
    void close() {
        opened.close();
    }

    /** The account has another language than the browser. */
    @ParameterizedTest
    @CsvSource({"FIRST_STEP, en, de", "RESET, de, fr"})
    void isTheSameForAllAddresses(Door here, String language, String languageOfTheAccount) {
        compareAllAddresses(here, language, languageOfTheAccount);
    }

    @Tag("seldom")
    @ParameterizedTest
    @CsvSource({"FIRST_STEP, de, fr", "FIRST_STEP, fr, en", "ORGANIZATIONS, en, de", "RESET, en, de", "RESET, fr, en"})
    void isTheSameForAllAddressesInOtherLanguages(Door here, String language, String languageOfTheAccount) {
        compareAllAddresses(here, language, languageOfTheAccount);
    }

    private void compareAllAddresses(Door here, String language, String languageOfTheAccount) {
        open(here);
        TestUser known = arrive(language, languageOfTheAccount, TestUser::email);
        add("unknown", NamedRealm.nobodys(known), language);
        if (door.isOursAlone()) {
            add("of two accounts", opened.twins(), language);
        }
        all("the name page", somebody -> {});
        all("the name", Somebody::typesTheName);
        assertThat(people.get(0).client().page().document().select("html").attr("lang"))
                .isEqualTo(language);
        askForMails();
        answer(WrongCode.insteadOf(mail.awaitMail(known.email(), 2).code()));
        server.awaitEmptyOutbox();
        assertThat(mail.mailsTo(known.email())).hasSize(2);
        assertThat(mail.mails()).as("nobody else got any").hasSize(ofThoseWhoAreMailed());
        assertThat(realm.sessions(known)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = "FIRST_STEP")
    void isTheSameForAllUserNames(Door here) {
        compareAllUserNames(here);
    }

    @Tag("seldom")
    @ParameterizedTest
    @EnumSource(names = "FIRST_STEP", mode = EnumSource.Mode.EXCLUDE)
    void isTheSameForAllUserNamesBehindOtherDoors(Door here) {
        compareAllUserNames(here);
    }

    private void compareAllUserNames(Door here) {
        open(here);
        settings.put("userNames", "true");
        opened.configure(settings);
        TestUser known = arrive("en", "de", TestUser::username);
        TestUser without = realm.newUser();
        opened.update(without, account -> account.put("email", ""));
        add("unknown", "not-" + known.username(), "en");
        add("without an address", without.username(), "en");
        all("the name", Somebody::typesTheName);
        askForMails();
        answer(WrongCode.insteadOf(mail.awaitMail(known.email(), 2).code()));
        server.awaitEmptyOutbox();
        assertThat(mail.mails()).hasSize(ofThoseWhoAreMailed());
    }

    @ParameterizedTest
    @EnumSource(names = "FIRST_STEP")
    void isTheSameOnceTheCodeIsOld(Door here) {
        compareOnceTheCodeIsOld(here);
    }

    @Tag("seldom")
    @ParameterizedTest
    @EnumSource(names = "FIRST_STEP", mode = EnumSource.Mode.EXCLUDE)
    void isTheSameOnceTheCodeIsOldBehindOtherDoors(Door here) {
        compareOnceTheCodeIsOld(here);
    }

    private void compareOnceTheCodeIsOld(Door here) {
        open(here);
        settings.put("codeLifetime", "60");
        opened.configure(settings);
        TestUser known = arrive("en", "de", TestUser::email);
        add("unknown", NamedRealm.nobodys(known), "en");
        all("the name", Somebody::typesTheName);
        String code = mail.awaitMail(known.email()).code();
        people.forEach(somebody -> Patience.until(
                "the end of the code", () -> !somebody.client().reload().isCodePage()));
        all("a reload", somebody -> somebody.client().reload());
        all("a wrong code", somebody -> somebody.client().submit(Map.of("oneTimeCode", WrongCode.insteadOf(code))));
        all("another mail", somebody -> somebody.client().resend());
    }

    /** Nor is a mail that has come to nothing another than one that has come, to nobody: a shorter wait after it, or one mail more, would tell. */
    @ParameterizedTest
    @EnumSource(names = {"FIRST_STEP", "RESET"})
    void isTheSameWhereTheMailServerRefuses(Door here) {
        settings.putAll(Map.of("mailsPer15Minutes", "2", "mailsPerHour", "2", "mailsPerDay", "2"));
        open(here);
        TestUser known = realm.newUser();
        TestUser refused = realm.newUser();
        add("known", known.email(), "en");
        add(REFUSED, refused.email(), "en");
        add("unknown", NamedRealm.nobodys(known), "en");
        all("the name", somebody -> mailing(somebody, Somebody::typesTheName));
        all("a reload after the mail", somebody -> somebody.client().reload());
        people.forEach(somebody -> Patience.untilResendIsOffered(somebody.client()));
        all(
                "another mail",
                somebody -> mailing(somebody, person -> person.client().resend()));
        all("a reload after that", somebody -> somebody.client().reload());
        people.forEach(somebody -> Patience.untilResendIsOffered(somebody.client()));
        all("one mail too many", somebody -> somebody.client().resend());
        all("a wrong code", somebody -> somebody.client().submit(Map.of("oneTimeCode", WRONG)));
        all("a new beginning", Somebody::beginsAnew);
        all("the name again", Somebody::typesTheName);
        server.awaitEmptyOutbox();
        assertThat(mail.mailsTo(known.email())).hasSize(2);
        assertThat(mail.refusalsOf(refused.email())).isEqualTo(2);
    }

    /** Until the mail has come, or come to nothing. */
    private void mailing(Somebody somebody, Consumer<Somebody> action) {
        if (somebody.kind().equals(REFUSED)) {
            mail.respond(MailServer.Response.REJECT);
        }
        action.accept(somebody);
        server.awaitEmptyOutbox();
        mail.respond(MailServer.Response.ACCEPT);
    }

    /** The account's lock is stored, and whoever has no account has none: {@code LockOfANameTest} shows for how long both last. */
    @Test
    void isTheSameOnceTheStepIsDisabled() {
        open(Door.FIRST_STEP);
        opened.configure(Guesser.LOW_LIMITS);
        TestUser known = realm.newUser();
        add("known", known.email(), "en");
        add("unknown", NamedRealm.nobodys(known), "en");
        Map<String, String> wrong = Map.of("oneTimeCode", WRONG);
        people.forEach(somebody -> guess(opened.arrive(somebody.name()), wrong, 10));
        all("the name", Somebody::typesTheName);
        people.forEach(somebody -> guess(somebody.client(), wrong, 9));
        people.forEach(somebody -> Patience.until(
                "the last wrong code",
                () -> somebody.client().submit(wrong).text().contains("cannot use mailed codes")));
        assertThat(opened.credentials(known)).contains("email-otp-lock");
        all("the last wrong code", somebody -> {});
        all("a reload", somebody -> somebody.client().reload());
        all("a new beginning", Somebody::beginsAnew);
        all("the name again", Somebody::typesTheName);
    }

    private static void guess(LoginClient client, Map<String, String> wrong, int times) {
        for (int i = 0; i < times; i++) {
            client.submit(wrong);
        }
    }

    private int ofThoseWhoAreMailed() {
        return door.opensToTheLocked() ? 4 : 2;
    }

    /** One each of those accounts that are found by their name. */
    private TestUser arrive(String language, String languageOfTheAccount, Function<TestUser, String> name) {
        TestUser known = realm.newUser();
        opened.speaks(known, languageOfTheAccount);
        add("known", name.apply(known), language);
        if (door.isOursAlone()) {
            TestUser disabled = realm.newUser();
            TestUser locked = realm.newUser();
            List.of(disabled, locked).forEach(user -> opened.speaks(user, languageOfTheAccount));
            opened.update(disabled, account -> account.put("enabled", false));
            opened.lock(locked);
            add("disabled", name.apply(disabled), language);
            add("locked", name.apply(locked), language);
        }
        return known;
    }

    private void add(String kind, String name, String language) {
        people.add(Somebody.at(realm, opened, kind, name, language));
    }

    private void askForMails() {
        all("a reload", somebody -> somebody.client().reload());
        all("a look", somebody -> somebody.client().submit(Map.of("look", "true")));
        all("too soon", somebody -> somebody.client().resend());
        people.forEach(somebody -> Patience.untilResendIsOffered(somebody.client()));
        all("another mail", somebody -> somebody.client().resend());
        people.forEach(somebody -> Patience.untilResendIsOffered(somebody.client()));
        all("one mail too many", somebody -> somebody.client().resend());
        all("a reload after that", somebody -> somebody.client().reload());
    }

    private void answer(String wrong) {
        all("no code", somebody -> somebody.client().submit(Map.of("oneTimeCode", "")));
        all("half a code", somebody -> somebody.client().submit(Map.of("oneTimeCode", "123")));
        for (int i = 1; i <= TRIES; i++) {
            all("wrong code " + i, somebody -> somebody.client().submit(Map.of("oneTimeCode", wrong)));
        }
        all("one more", somebody -> somebody.client().submit(Map.of("oneTimeCode", wrong)));
        all("a reload at the end", somebody -> somebody.client().reload());
        all("a new beginning", Somebody::beginsAnew);
        all("the name again", Somebody::typesTheName);
        all("a reload of that", somebody -> somebody.client().reload());
    }

    /** Each of them does it, and all are told the same. */
    private void all(String what, Consumer<Somebody> action) {
        people.forEach(action);
        Likeness expected = people.get(0).sees();
        people.forEach(somebody -> expected.requireOf(what + ": " + somebody, somebody.sees()));
    }
}
