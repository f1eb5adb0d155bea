package io.github.emailotp.delivery;

import io.github.emailotp.otp.Purpose;
import java.util.Map;

/**
 * The keys of those texts of a mail that say what its code does; all others are the same for every code.
 *
 * @param subjectWithCode the subject that begins with the code
 * @param subject the subject without it
 * @param body those of the body, as the templates know them
 */
record MailTexts(String subjectWithCode, String subject, Map<String, String> body) {

    private static final MailTexts LOGIN = new MailTexts(
            "emailOtpSubjectWithCode",
            "emailOtpSubject",
            body("emailOtpMailCode", "emailOtpMailAbout", "emailOtpMailNotYouHelp"));

    private static final MailTexts VERIFY = new MailTexts(
            "emailOtpSubjectWithCodeVerify",
            "emailOtpSubjectVerify",
            body("emailOtpMailCodeVerify", "emailOtpMailAboutVerify", "emailOtpMailNotYouHelpVerify"));

    private static final MailTexts REGISTER = new MailTexts(
            "emailOtpSubjectWithCodeRegister",
            "emailOtpSubjectRegister",
            body("emailOtpMailCodeRegister", "emailOtpMailAboutVerify", "emailOtpMailNotYouHelpVerify"));

    private static final MailTexts LINK = new MailTexts(
            "emailOtpSubjectWithCodeLink",
            "emailOtpSubjectLink",
            body("emailOtpMailCodeLink", "emailOtpMailAboutLink", "emailOtpMailNotYouHelpLink"));

    private static final MailTexts RESET = new MailTexts(
            "emailOtpSubjectWithCodeReset",
            "emailOtpSubjectReset",
            body("emailOtpMailCodeReset", "emailOtpMailAboutVerify", "emailOtpMailNotYouHelpReset"));

    private static final MailTexts ENROL = new MailTexts(
            "emailOtpSubjectWithCodeEnrol",
            "emailOtpSubjectEnrol",
            body("emailOtpMailCodeEnrol", "emailOtpMailAboutVerify", "emailOtpMailNotYouHelpEnrol"));

    static MailTexts of(Purpose purpose) {
        return switch (purpose) {
            case LOGIN, FIRST -> LOGIN;
            case REGISTER -> REGISTER;
            case VERIFY -> VERIFY;
            case LINK -> LINK;
            case RESET -> RESET;
            case ENROL -> ENROL;
        };
    }

    private static Map<String, String> body(String code, String about, String notYouHelp) {
        return Map.of("code", code, "about", about, "notYouHelp", notYouHelp);
    }
}
