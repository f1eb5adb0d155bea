package io.github.emailotp.flow.page;

/**
 * The box by which people trust their browser.
 *
 * @param days for how long, from 1
 * @param ticked whether they have ticked it before the page was shown anew
 */
public record TrustBox(long days, boolean ticked) {

    /** What is posted with a ticked one. */
    public static final String FIELD = "trustBrowser";
}
