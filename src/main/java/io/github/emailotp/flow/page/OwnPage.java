package io.github.emailotp.flow.page;

import io.github.emailotp.delivery.ChangedTexts;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.theme.Theme;

/** A page of a template of ours, which has all that it shows from one attribute, {@code emailOtp}. */
public final class OwnPage {

    private OwnPage() {}

    /**
     * Renders it.
     *
     * @param template the file's name
     * @param model what the template finds in {@code emailOtp}, beside the texts
     * @param language that of the page, asked only where Keycloak does not tell it to its templates
     */
    public static Response render(
            KeycloakSession session,
            LoginFormsProvider form,
            String template,
            Map<String, Object> model,
            Supplier<Locale> language) {
        Map<String, Object> all = new HashMap<>(model);
        RealmModel realm = session.getContext().getRealm();
        new PageTexts(
                        realm.getName(),
                        language,
                        (locale, ofOurs) -> new ChangedTexts(session, realm, theme(session), locale, ofOurs))
                .putInto(all);
        form.setAttribute("emailOtp", all);
        Response page = form.createForm(template);
        if (page.getStatus() >= Response.Status.INTERNAL_SERVER_ERROR.getStatusCode()) {
            BrokenTemplate.report(session, template);
        }
        return page;
    }

    /** Asked once a page: where themes are not kept, it is another object each time. */
    private static Supplier<Theme> theme(KeycloakSession session) {
        AtomicReference<Theme> found = new AtomicReference<>();
        return () -> found.updateAndGet(known -> known == null ? loginTheme(session) : known);
    }

    private static Theme loginTheme(KeycloakSession session) {
        try {
            return session.theme().getTheme(Theme.Type.LOGIN);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
