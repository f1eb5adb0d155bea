package io.github.emailotp.flow.page;

import java.io.IOException;
import java.net.URL;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.theme.Theme;

/**
 * Names the file when a template fails: a theme's own may be made for another version, or for another extension, and
 * Keycloak's line in the log names neither theme nor file.
 */
final class BrokenTemplate {

    private static final Logger LOG = Logger.getLogger(BrokenTemplate.class);

    private BrokenTemplate() {}

    static void report(KeycloakSession session, String template) {
        try {
            Theme theme = session.theme().getTheme(Theme.Type.LOGIN);
            URL file = theme.getTemplate(template);
            LOG.errorf("The page cannot be shown: %s of the login theme %s failed", file, theme.getName());
        } catch (IOException e) {
            LOG.errorf(e, "The page cannot be shown: %s failed, and the login theme cannot be read", template);
        }
    }
}
