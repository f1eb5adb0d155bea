package io.github.emailotp.delivery;

import static io.github.emailotp.Fake.answering;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.emailotp.delivery.MailRequest.Subject;
import io.github.emailotp.otp.Binding;
import io.github.emailotp.otp.CodeMessage;
import io.github.emailotp.otp.Purpose;
import io.github.emailotp.smtp.CapturedLog;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.keycloak.email.EmailException;
import org.keycloak.email.EmailSenderProvider;
import org.keycloak.email.EmailTemplateProvider;
import org.keycloak.email.EmailTemplateProviderFactory;
import org.keycloak.events.Event;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

@DisplayName("A mail")
class MailRendererTest {

    /** What the templates make of the realm's texts and the code. */
    private interface Templates {
        Optional<RenderedMail> render(Map<?, ?> texts, CodeMessage message) throws EmailException;
    }

    private final CodeMessage message = Messages.toAlice();
    private final List<List<Object>> subjects = new ArrayList<>();
    private final String realmId = UUID.randomUUID().toString();
    private Templates templates =
            (texts, code) -> Optional.of(mail("Text " + code.code().reveal(), ""));

    private final RealmModel realm = answering(
            RealmModel.class,
            Map.of(
                    "getId", given -> realmId,
                    "getName", given -> "shop",
                    "getDisplayName", given -> "  \u200b",
                    "getRealmLocalizationTextsByLocale", given -> Map.of("emailOtpMailUse", "{name}")));

    private static RenderedMail mail(String text, String html) {
        return new RenderedMail("Subject", text, html);
    }

    private KeycloakSession session() {
        KeycloakContext context = answering(
                KeycloakContext.class, Map.of("getRealm", given -> realm, "resolveLocale", given -> Locale.ENGLISH));
        EmailTemplateProviderFactory factory = answering(
                EmailTemplateProviderFactory.class,
                Map.of("create", given -> templateProvider((KeycloakSession) given.get(0))));
        return answering(
                KeycloakSession.class,
                Map.of(
                        "getContext",
                        given -> context,
                        "getKeycloakSessionFactory",
                        given -> answering(
                                KeycloakSessionFactory.class, Map.of("getProviderFactory", type -> factory))));
    }

    private EmailTemplateProvider templateProvider(KeycloakSession session) {
        return new FakeTemplates(session).provider();
    }

    private final class FakeTemplates {

        private final KeycloakSession session;
        private RealmModel texts;

        FakeTemplates(KeycloakSession session) {
            this.session = session;
        }

        EmailTemplateProvider provider() {
            return answering(
                    EmailTemplateProvider.class,
                    Map.of(
                            "setRealm", given -> in((RealmModel) given.get(0)),
                            "setUser", given -> provider(),
                            "send", this::send,
                            "close", given -> null));
        }

        private Object in(RealmModel realm) {
            texts = realm;
            return provider();
        }

        private Object send(List<Object> given) {
            subjects.add(List.copyOf((List<?>) given.get(1)));
            try {
                Optional<RenderedMail> mail = templates.render(texts.getRealmLocalizationTextsByLocale("en"), message);
                if (mail.isPresent()) {
                    session.getProvider(EmailSenderProvider.class)
                            .send(
                                    Map.of(),
                                    "alice@example.test",
                                    mail.get().subject(),
                                    mail.get().text(),
                                    mail.get().html());
                }
            } catch (EmailException e) {
                throw new IllegalStateException(e);
            }
            return null;
        }
    }

    private RenderedMail render(Locale locale) throws EmailException {
        return render(locale, message);
    }

    private RenderedMail render(Locale locale, CodeMessage about) throws EmailException {
        MailContext context =
                new MailContext("Shop", "", "", "", "", "", "login.example.test", "", "", locale, ZoneOffset.UTC);
        UserModel alice = answering(UserModel.class, Map.of());
        return new MailRenderer(
                        session(),
                        new MailRequest(
                                alice, new Recipient.Account("alice"), Subject.CODE, () -> context, new Event()))
                .render(about);
    }

    @Test
    void hasItsNumberInLatinDigitsWhateverItsLanguage() throws EmailException {
        render(Locale.forLanguageTag("ar-EG"));
        assertThat(subjects).containsExactly(List.of(message.code().reveal(), "shop", "1", ""));
    }

    @Test
    void namesTheRealmByItsIdWhereNothingOfItsNameShows() throws EmailException {
        render(Locale.ENGLISH);
        assertThat(subjects.get(0)).contains("shop");
    }

    @Test
    void withoutAnyContentIsAFailure() {
        templates = (texts, code) -> Optional.of(mail("", " "));
        assertThatThrownBy(() -> render(Locale.ENGLISH)).isInstanceOf(EmailException.class);
        templates = (texts, code) -> Optional.empty();
        assertThatThrownBy(() -> render(Locale.ENGLISH)).isInstanceOf(EmailException.class);
    }

    @Nested
    @DisplayName("of a realm with a text that has a mistake")
    class Mistaken {

        private void renderWith(String mistake) throws EmailException {
            templates = (texts, code) -> {
                if (!texts.isEmpty()) {
                    throw new EmailException(mistake);
                }
                return Optional.of(mail("Text " + code.code().reveal(), ""));
            };
            assertThat(render(Locale.ENGLISH).text()).contains(message.code().reveal());
        }

        @Test
        void isSentWithoutThoseTextsWhichIsToldOnce() throws EmailException {
            try (var log = new CapturedLog(MailRenderer.class.getName())) {
                for (int i = 0; i < 3; i++) {
                    renderWith("unmatched brace");
                }
                assertThat(log.entries()).hasSize(1);
                assertThat(log.entries().get(0)).contains("shop", "unmatched brace");
                renderWith("no such argument");
                assertThat(log.entries()).as("another mistake").hasSize(2);
            }
        }

        @Test
        void isSentWithoutATextThatAsksForAnArgumentThatThereIsNoneOf() throws EmailException {
            templates = (texts, code) -> Optional.of(mail(
                    (texts.isEmpty() ? "Text " : "Text of {7} ") + code.code().reveal(), ""));
            try (var log = new CapturedLog(MailRenderer.class.getName())) {
                assertThat(render(Locale.ENGLISH).text()).startsWith("Text ").doesNotContain("{7}");
                render(Locale.ENGLISH);
                assertThat(log.entries()).hasSize(1);
            }
        }

        /** Such as a shop that is called so: it is no reason to leave its texts out. */
        @Test
        void isSentWithItsTextsIfWithoutThemItLooksTheSame() throws EmailException {
            templates = (texts, code) -> Optional.of(mail(
                    (texts.isEmpty() ? "Ours" : "Theirs") + " {7} "
                            + code.code().reveal(),
                    ""));
            try (var log = new CapturedLog(MailRenderer.class.getName())) {
                assertThat(render(Locale.ENGLISH).text()).startsWith("Theirs");
                assertThat(log.entries()).isEmpty();
            }
        }

        /** The realm's texts mend those of a broken theme, and a name looks like a gap. */
        @Test
        void isSentWithItsTextsIfThereIsNoMailWithoutThem() throws EmailException {
            templates = (texts, code) -> {
                if (texts.isEmpty()) {
                    throw new IllegalArgumentException("unmatched brace");
                }
                return Optional.of(mail("Theirs {7} " + code.code().reveal(), ""));
            };
            assertThat(render(Locale.ENGLISH).text()).startsWith("Theirs");
        }

        /** Each has texts of its own, of which the others tell nothing. */
        @Test
        void isToldOnceThoughMailsOfOtherLanguagesAndPurposesAreGood() throws EmailException {
            Templates good =
                    (texts, code) -> Optional.of(mail("Text " + code.code().reveal(), ""));
            CodeMessage ofAReset = new CodeMessage(
                    new Binding("realm", "user", "alice@example.test", Purpose.RESET, "tab"),
                    message.code(),
                    message.ordinal(),
                    message.sentAt(),
                    message.lifetime(),
                    message.permit());
            try (var log = new CapturedLog(MailRenderer.class.getName())) {
                for (int i = 0; i < 3; i++) {
                    renderWith("unmatched brace");
                    templates = good;
                    render(Locale.GERMAN);
                    render(Locale.ENGLISH, ofAReset);
                }
                assertThat(log.entries()).hasSize(1);
            }
        }

        @Test
        void isToldOfAgainOnceItWasMended() throws EmailException {
            try (var log = new CapturedLog(MailRenderer.class.getName())) {
                renderWith("unmatched brace");
                templates =
                        (texts, code) -> Optional.of(mail("Text " + code.code().reveal(), ""));
                render(Locale.ENGLISH);
                renderWith("unmatched brace");
                assertThat(log.entries()).hasSize(2);
            }
        }
    }
}
