package io.github.emailotp.server.harness;

/**
 * Keycloak's setting <i>Enable passkeys</i>: the page that asks for a name takes them. It is there since 26.4; a realm that it was never set in does not
 * show it.
 *
 * @param realm the realm's name
 */
public record Passkeys(AdminApi admin, String realm) {

    private static final String SETTING = "webAuthnPolicyPasswordlessPasskeysEnabled";

    /** It came with the setting, in the flows of new realms. */
    private static final String CONDITION = "conditional-credential";

    /** Whether this version has the setting. */
    public boolean canBeEnabled() {
        return admin.get(realm + "/authentication/flows/browser/executions")
                .findValuesAsText("providerId")
                .contains(CONDITION);
    }

    /** Changes the setting, where there is one. */
    public void enable(boolean enabled) {
        if (canBeEnabled()) {
            admin.updateRealm(realm, settings -> settings.put(SETTING, enabled));
        }
    }
}
