package io.github.emailotp.flow.page;

import jakarta.ws.rs.core.Response;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.keycloak.forms.login.LoginFormsProvider;
import org.keycloak.models.KeycloakSession;

/** A page of a template of ours, which has all that it shows from one attribute, {@code emailOtp}. */
public final class OwnPage {

    private OwnPage() {}

    /**
     * Renders it.
     *
     * @param template the file's name
     * @param model what the template finds in {@code emailOtp}, beside the texts
     * @param language that of the page, asked only where a text has a mistake
     */
    public static Response render(
            KeycloakSession session,
            LoginFormsProvider form,
            String template,
            Map<String, Object> model,
            Supplier<Locale> language) {
        Map<String, Object> all = new HashMap<>(model);
        new PageTexts(session.getContext().getRealm().getName(), language).putInto(all);
        form.setAttribute("emailOtp", all);
        Response page = form.createForm(template);
        if (page.getStatus() >= Response.Status.INTERNAL_SERVER_ERROR.getStatusCode()) {
            BrokenTemplate.report(session, template);
        }
        return page;
    }
}
