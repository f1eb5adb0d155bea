package io.github.emailotp.flow.page;

import java.io.IOException;
import java.util.List;
import java.util.StringJoiner;
import org.jboss.logging.Logger;
import org.keycloak.models.KeycloakSession;
import org.keycloak.theme.Theme;

/**
 * Names the files when a template fails: a theme's own may be made for another version, or for another extension. Keycloak's error
 * in the log says which template it is, by a name that files of several themes have, but neither theme nor file.
 */
final class BrokenTemplate {

    private static final Logger LOG = Logger.getLogger(BrokenTemplate.class);

    private BrokenTemplate() {}

    static void report(KeycloakSession session, String template) {
        try {
            Theme theme = session.theme().getTheme(Theme.Type.LOGIN);
            StringJoiner files = new StringJoiner(", ");
            for (String part : List.of(template, "mailed-code-words.ftl", "template.ftl")) {
                files.add(String.valueOf(theme.getTemplate(part)));
            }
            LOG.errorf(
                    "The page cannot be shown: the template that the error before this names failed; those of the login theme %s are %s",
                    theme.getName(), files);
        } catch (IOException e) {
            LOG.errorf(e, "The page cannot be shown: %s failed, and the login theme cannot be read", template);
        }
    }
}
