/**
 * The page that asks for the code. What a reply looks like is decided in one place, {@link
 * io.github.emailotp.flow.page.PageStates}, as one of a closed list, {@link io.github.emailotp.flow.page.PageState}; the
 * template has a branch for each of them, and the script shows nothing that it has not got from there.
 */
package io.github.emailotp.flow.page;
