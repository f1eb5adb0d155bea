/** A condition for flows: whether somebody's browser is one that they do not trust. */
package io.github.emailotp.flow.trusted;
