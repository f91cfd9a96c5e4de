/** The post's model as a config file. */
export const adoptionConfig = `independent_vars:
  - week
dependent_var: adoption_rate
variable_params:
  lambda_val:
    dist: HalfNormal
    params:
      sigma: 1
  intercept:
    dist: Normal
    params:
      mu: 0
      sigma: 1
function_params:
  function: 1 - intercept - (1 - intercept) * exp(-lambda_val * week)
sample_params:
  draws: 1000
  random_seed: 1
`;
