package io.github.emailotp.flow.report;

/** What whoever has made a report is told. */
enum Told {

    /** The login is over, and everybody has to log in again. */
    EVERYBODY("emailOtpReportMade"),

    /** Another password has to be chosen at the next login: it is demanded, or the one that was set is gone. */
    PASSWORD("emailOtpReportMadePassword"),

    /** The login is over, and whoever thinks that their password is known changes it. */
    LOGIN("emailOtpReportMadeLogin");

    private final String text;

    Told(String text) {
        this.text = text;
    }

    /** The key of it. */
    String text() {
        return text;
    }
}
