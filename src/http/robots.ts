/**
 * Words by which programs that visit by themselves name themselves, after the practice of the COUNTER Code of Practice 5.1,
 * Appendix I: crawlers, checkers of links and uptime, makers of previews. A script that a person runs is no robot.
 */
const words =
  /bot\b|bot[/;\s_-]|crawl|spider|slurp|archiver|scrape|(?:link|site|uptime|health|status)[\s_-]?(?:check|monitor)|checklink|monitoring|pingdom|preview|facebookexternalhit|headless|lighthouse|validator|feedfetcher|yandex|baidu|bytespider|gptbot|claudebot|ccbot|harvest/i;

/** Whether a request says that no person asked for it: it names itself as a robot, or has no name at all. */
export const isRobot = (userAgent: string | undefined): boolean =>
  userAgent === undefined || userAgent.trim() === '' || words.test(userAgent);
