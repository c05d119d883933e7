import { guarded } from '../../../_components/guarded';

export default guarded('certificate.revoke');
