/** The step of the browser flow; it also serves post-broker and step-up flows, wherever the user is already known. */
package io.github.emailotp.flow.browser;
