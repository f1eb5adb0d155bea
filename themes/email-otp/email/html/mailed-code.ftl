<#ftl output_format="HTML">
<#--
  The HTML part. It has no links but the one that the setting reportLink puts into it, because a mail that asks for a click trains people for phishing and scanners open links;
  no pictures and no remote style sheets or fonts, because loading them tells others that the mail was opened.
  Styles are inline and the layout is a table, because Outlook knows nothing else; dark mode is an addition in the head.
-->
<#import "template.ftl" as layout>
<#import "/mailed-code-words.ftl" as words>

<#assign leftToRight = words.leftToRight()>
<#assign start = leftToRight?then("left", "right")>
<#assign end = leftToRight?then("right", "left")>

<#macro row label value="">
    <#local shown = words.oneLine(value)>
    <#if shown?has_content>
        <tr>
            <td class="eo-muted" valign="top" style="padding: 2px 0; padding-${end}: 12px; color: #4d4d4d;">${label}</td>
            <td valign="top" style="padding: 2px 0; word-break: break-word;"><bdi>${shown}</bdi></td>
        </tr>
    </#if>
</#macro>

<#-- The frame of the realm's email theme: a company's own logo and footer come along. -->
<#assign mail>
<@layout.emailLayout>
<#-- Where the code is not to show in the preview of an inbox (the setting codeInSubject), something else must come first: soft hyphens and blanks, which keep the rest of the mail out of it. Programs that show this part as text show what is hidden, too, but of these there is nothing to read: there, the code is the first thing in any case. -->
<#if !(codeInSubject!false)>
<div style="display: none; max-height: 0; overflow: hidden; mso-hide: all;"><#list 1..100 as blank>&shy;&nbsp;</#list></div>
</#if>
<table role="presentation" class="eo-page" width="100%" cellpadding="0" cellspacing="0" border="0" bgcolor="#f2f2f2" style="background-color: #f2f2f2;">
    <tr>
        <td align="center" style="padding: 24px 12px;">
            <table role="presentation" class="eo-card" width="480" cellpadding="0" cellspacing="0" border="0" bgcolor="#ffffff" style="width: 100%; max-width: 480px; background-color: #ffffff; color: #151515; font-family: 'Segoe UI', Roboto, Helvetica, Arial, sans-serif; font-size: 16px; line-height: 24px; text-align: ${start};">
                <tr>
                    <td style="padding: 24px 24px 0;">
                        <h1 style="margin: 0; font-size: 16px; line-height: 24px; font-weight: normal;">${msg(texts.code)}</h1>
                        <p class="eo-code" dir="ltr" style="margin: 8px 0 16px; text-align: ${start}; font-family: Consolas, Menlo, 'Courier New', monospace; font-size: 34px; line-height: 44px; font-weight: bold; letter-spacing: 3px;">${code}</p>
                        <p style="margin: 0 0 12px;">${msg("emailOtpMailUse", ordinal?c, words.isolated(words.oneLine(host)), words.duration(lifetimeSeconds))}</p>
                        <p style="margin: 0 0 20px; font-weight: bold;">${msg("emailOtpMailSecret")}</p>
                        <#if consequence?has_content>
                            <p style="margin: 0 0 20px;">${msg(consequence)}</p>
                        </#if>
                    </td>
                </tr>
                <tr>
                    <td class="eo-line" style="padding: 16px 24px 0; border-top: 1px solid #d2d2d2; font-size: 14px; line-height: 20px;">
                        <h2 style="margin: 0 0 4px; font-size: 14px; line-height: 20px;">${msg(texts.about)}</h2>
                        <table role="presentation" cellpadding="0" cellspacing="0" border="0" style="font-size: 14px; line-height: 20px;">
                            <@row msg("emailOtpMailProvider") provider! />
                            <@row msg("emailOtpMailProviderUser") providerUser! />
                            <@row msg("emailOtpMailApplication") clientName! />
                            <@row msg("emailOtpMailRealm") realmLabel />
                            <@row msg("emailOtpMailSentAt") sentAt />
                            <@row msg("emailOtpMailDevice") words.device(browser!, os!) />
                            <@row msg("emailOtpMailIp") ip! />
                        </table>
                        <h2 style="margin: 16px 0 4px; font-size: 14px; line-height: 20px;">${msg("emailOtpMailNotYou")}</h2>
                        <p style="margin: 0 0 24px;">${msg(texts.notYouHelp)}<#if reportUrl?has_content> <a href="${reportUrl}">${msg("emailOtpReport")}</a></#if></p>
                    </td>
                </tr>
            </table>
        </td>
    </tr>
</table>
</@layout.emailLayout>
</#assign>

<#assign opening>
<!DOCTYPE html>
<html lang="${locale.toLanguageTag()}" dir="${leftToRight?then("ltr", "rtl")}">
<head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta name="supported-color-schemes" content="light dark">
    <meta name="format-detection" content="telephone=no, date=no, address=no, email=no, url=no">
    <title>${msg(texts.code)}</title>
    <style>
        :root { color-scheme: light dark; }
        body { margin: 0; padding: 0; }
        @media (prefers-color-scheme: dark) {
            body, .eo-page { background-color: #151515 !important; }
            .eo-card { background-color: #292929 !important; color: #f0f0f0 !important; }
            .eo-muted { color: #c7c7c7 !important; }
            .eo-line { border-top-color: #5c5c5c !important; }
        }
    </style>
</head>
</#assign>
<#-- Keycloak's own frame has no head. One that has is a design of its own: it is left alone, dark mode included. -->
<#assign html = mail?markup_string>
<#assign tag = html?index_of("<html")>
<#if html?contains("<head") || tag == -1>
    ${mail}<#t>
<#else>
    ${opening}${html[(html?index_of(">", tag) + 1)..]?no_esc}<#t>
</#if>
