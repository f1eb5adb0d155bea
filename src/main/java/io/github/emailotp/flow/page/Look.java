package io.github.emailotp.flow.page;

/** How the page's script gets the page as it is now, with nothing but a look. */
public enum Look {
    /** By the address that its form posts to, without the session's code. */
    BY_ADDRESS,
    /**
     * By posting {@link #FIELD} in place of a code. To an address, Keycloak answers with the page that its flow begins with, and where
     * people have a choice, that is perhaps another one than they have chosen.
     */
    BY_POST;

    /** What the script posts to look. */
    public static final String FIELD = "look";
}
