package io.github.emailotp.server.setup;

import io.github.emailotp.server.harness.Page;

/** What a page asks a person for. */
enum Asked {
    /** The person is in, or only a required action away from it: the flow is over. */
    NOTHING,
    CODE,
    APP,
    /** A security key or a passkey. */
    KEY,
    /** The account has no address: the page says so, and nobody gets on from there. */
    ADDRESS,
    PASSWORD,
    USERNAME,
    /** Anything else, such as a list of ways or Keycloak's page for errors. */
    OTHER;

    static Asked on(Page page) {
        if (page.isLoggedIn() || page.has("form[action*=required-action]")) {
            return NOTHING;
        }
        if (page.has("#email-otp-form")) {
            return page.text().contains("no email address") ? ADDRESS : CODE;
        }
        if (page.has("#kc-otp-login-form")) {
            return APP;
        }
        if (page.has("#webauth")) {
            return KEY;
        }
        if (page.has("input[name=password]")) {
            return PASSWORD;
        }
        return page.has("input[name=username]") ? USERNAME : OTHER;
    }
}
