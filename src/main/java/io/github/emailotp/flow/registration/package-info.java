/**
 * A registration that begins with a code: the address is proven before there is an account. The step stands before the registration form, its
 * action in the form.
 */
package io.github.emailotp.flow.registration;
