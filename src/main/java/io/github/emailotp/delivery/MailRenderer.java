package io.github.emailotp.delivery;

import io.github.emailotp.otp.CodeMessage;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import org.keycloak.email.EmailException;
import org.keycloak.email.EmailSenderProvider;
import org.keycloak.email.EmailTemplateProvider;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/**
 * Renders the mail in the request, where realm, theme, language and client are known.
 *
 * <p>Keycloak's {@link EmailTemplateProvider} renders and sends in one go. So that any provider of that kind that an
 * administrator has chosen is honoured, it is made with a session that differs in one thing: its {@link
 * EmailSenderProvider} keeps the mail instead of sending it.
 */
final class MailRenderer {

    private static final Logger LOG = Logger.getLogger(MailRenderer.class);
    private static final String TEMPLATE = "mailed-code.ftl";

    /** By what has texts of its own, those that were told: not with every mail. */
    private static final Map<String, String> MISTAKES = new ConcurrentHashMap<>();

    private static final int MOST_MISTAKES = 1_000;

    private final KeycloakSession session;
    private final RealmModel realm;
    private final MailRequest request;

    MailRenderer(KeycloakSession session, MailRequest request) {
        this.session = session;
        this.realm = session.getContext().getRealm();
        this.request = request;
    }

    /**
     * The mail; without the realm's own texts where those have a mistake, and without its theme's where those have one, too. The log is
     * told.
     *
     * @throws EmailException if theme or templates are broken
     */
    RenderedMail render(CodeMessage message) throws EmailException {
        try {
            RenderedMail mail = render(message, Wording.OF_THE_REALM);
            return mail.hasGaps() ? orWithoutGaps(mail, message) : good(mail, message);
        } catch (EmailException | RuntimeException e) {
            return withoutMistake(message, TemplateFailure.describe(e, message));
        }
    }

    private RenderedMail withoutMistake(CodeMessage message, String mistake) throws EmailException {
        RenderedMail mail;
        try {
            mail = render(message, Wording.OF_THE_THEME);
        } catch (EmailException | RuntimeException e) {
            mail = render(message, Wording.OF_THE_PRODUCT);
        }
        tellOnce(mistake, message);
        return mail;
    }

    private RenderedMail good(RenderedMail mail, CodeMessage message) {
        MISTAKES.remove(texts(message));
        return mail;
    }

    /** What looks like a gap may be in a name, or in templates that write so. */
    private RenderedMail orWithoutGaps(RenderedMail mail, CodeMessage message) {
        for (Wording wording : List.of(Wording.OF_THE_THEME, Wording.OF_THE_PRODUCT)) {
            Optional<RenderedMail> other = rendered(message, wording);
            if (other.isEmpty()) {
                // It is the theme's own text that has a mistake, and the realm's that mends it.
                return good(mail, message);
            }
            if (!other.get().hasGaps()) {
                tellOnce("it asks for an argument that there is none of", message);
                return other.get();
            }
        }
        return good(mail, message);
    }

    private Optional<RenderedMail> rendered(CodeMessage message, Wording wording) {
        try {
            return Optional.of(render(message, wording));
        } catch (EmailException | RuntimeException e) {
            LOG.debugf("With other texts there is no mail: %s", TemplateFailure.describe(e, message));
            return Optional.empty();
        }
    }

    private void tellOnce(String mistake, CodeMessage message) {
        if (MISTAKES.size() >= MOST_MISTAKES) {
            MISTAKES.clear();
        }
        if (!mistake.equals(MISTAKES.put(texts(message), mistake))) {
            LOG.warnf(
                    "The realm %s has a text for the mail with a mistake, its own or its theme's; its mails are sent without: %s",
                    realm.getName(), mistake);
        }
    }

    /** What mails with the same texts have in common. */
    private String texts(CodeMessage message) {
        return String.join(
                " ",
                realm.getId(),
                request.context().get().locale().toLanguageTag(),
                message.binding().purpose().name(),
                request.subject().name());
    }

    private RenderedMail render(CodeMessage message, Wording wording) throws EmailException {
        AtomicReference<RenderedMail> kept = new AtomicReference<>();
        EmailTemplateProvider mail = session.getKeycloakSessionFactory()
                .getProviderFactory(EmailTemplateProvider.class)
                .create(sessionWith(keepingIn(kept), wording));
        try {
            send(mail.setRealm(wording.of(realm)).setUser(request.user()), message);
        } finally {
            mail.close();
        }
        return Optional.ofNullable(kept.get())
                .filter(rendered -> rendered.shows(message.code()))
                .orElseThrow(() -> new EmailException("The template provider handed over no mail with a code"));
    }

    private void send(EmailTemplateProvider mail, CodeMessage message) throws EmailException {
        MailContext context = request.context().get();
        Map<String, Object> attributes = context.attributes(message);
        MailTexts texts = MailTexts.of(message.binding().purpose());
        attributes.put("codeInSubject", request.subject() == MailRequest.Subject.CODE);
        attributes.put("texts", texts.body());
        String name = context.realmName(session, realm);
        // Keycloak's own realmName is not resolved where it is a key.
        attributes.put("realmLabel", name);
        // As a text: it would be written in the digits of the language, and the page has others.
        String ordinal = String.valueOf(message.ordinal());
        switch (request.subject()) {
            case CODE ->
                mail.send(
                        texts.subjectWithCode(),
                        List.of(message.code().reveal(), name, ordinal, context.provider()),
                        TEMPLATE,
                        attributes);
            case NAME -> mail.send(texts.subject(), List.of(name, ordinal, context.provider()), TEMPLATE, attributes);
        }
    }

    private KeycloakSession sessionWith(EmailSenderProvider sender, Wording wording) {
        return StandIn.of(
                KeycloakSession.class,
                wording.of(session),
                Map.of(
                        "getProvider",
                        (arguments, original) -> arguments[0] == EmailSenderProvider.class ? sender : original.answer(),
                        "getContext",
                        (arguments, original) -> speakingAsThePage((KeycloakContext) original.answer())));
    }

    /**
     * In the language of the page: Keycloak would ask the account's owner for theirs where the page knows of nobody, and up to 26.2 disregards
     * in mails what application and browser ask for.
     */
    private KeycloakContext speakingAsThePage(KeycloakContext context) {
        Locale locale = request.context().get().locale();
        return StandIn.of(KeycloakContext.class, context, Map.of("resolveLocale", (arguments, original) -> locale));
    }

    /** A sender that keeps the mail. A proxy, since newer versions have methods that the oldest does not know. */
    private static EmailSenderProvider keepingIn(AtomicReference<RenderedMail> kept) {
        return (EmailSenderProvider) Proxy.newProxyInstance(
                EmailSenderProvider.class.getClassLoader(),
                new Class<?>[] {EmailSenderProvider.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("send")) {
                        kept.set(new RenderedMail((String) arguments[2], (String) arguments[3], (String) arguments[4]));
                    }
                    return null;
                });
    }
}
